import type { Json } from "../../core/kernel/json.ts";
import { isoOf } from "../../core/kernel/instant.ts";
import type { PastVerdicts } from "../../core/prose/history.ts";
import type { Backtested } from "../../flows/clone/backtest.ts";
import { checkReportOf } from "./check-report.ts";
import { exitCodeOf } from "./exit-codes.ts";

/** What `omega backtest` prints and ends with. */
export function historyReportOf(
  judged: readonly Backtested[],
  charter: string | undefined,
): { readonly json: Json; readonly exitCode: number } {
  const verdicts = pastVerdictsOf(judged);
  const json = {
    charter: charter ?? null,
    commits: judged.filter(isGoverned).map(rowOf),
    counts: {
      commits: verdicts.looked,
      judged: verdicts.judged.length,
      verdicts: { ...verdicts.byVerdict },
      rules: { ...verdicts.byRule },
    },
  };
  const codes = judged.map(({ checked }) => exitCodeOf(checked.verdict));
  return { json, exitCode: codes.includes(1) ? 1 : codes.includes(2) ? 2 : 0 };
}

export function pastVerdictsOf(judged: readonly Backtested[]): PastVerdicts {
  const governed = judged.filter(isGoverned);
  return {
    looked: judged.length,
    hadCharter: judged.some(({ checked }) => checked.reasons[0] !== "no-charter"),
    judged: governed.map(({ past, checked }) => ({
      commit: past.commit,
      at: past.at,
      subject: past.subject,
      verdict: checked.verdict,
      reason: checked.reasons[0] ?? "internal-fault",
      rules: rulesOf(checked),
    })),
    byVerdict: countsOf(governed.map(({ checked }) => checked.verdict)),
    byRule: countsOf(governed.flatMap(({ checked }) => rulesOf(checked))),
  };
}

/** Most commits of most branches touch no agent; they are counted and not listed. */
function isGoverned({ checked }: Backtested): boolean {
  return checked.verdict !== "not-a-mutation";
}

function rulesOf({ reports }: Backtested["checked"]): readonly string[] {
  return [...new Set(reports.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort();
}

function countsOf(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of [...words].sort()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function rowOf({ past, checked }: Backtested): Json {
  const { commit, parent, at, subject } = past;
  return { commit, parent, at: isoOf(at), subject, ...Object(checkReportOf(checked)) };
}
