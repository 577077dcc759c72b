import type { Verdict } from "../decision/offline-verdict.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import { type Instant, isoOf } from "../kernel/instant.ts";
import { visible } from "./escape.ts";
import type { Paint } from "./offline-check.ts";

type PastVerdict = {
  readonly commit: string;
  readonly at: Instant;
  readonly subject: string;
  readonly verdict: Verdict;
  readonly reason: ReasonCode;
  readonly rules: readonly string[];
};

export type PastVerdicts = {
  /** Commits that were looked at, those that touch no system included. */
  readonly looked: number;
  readonly judged: readonly PastVerdict[];
  readonly byVerdict: Readonly<Record<string, number>>;
  readonly byRule: Readonly<Record<string, number>>;
  /** False where no commit had a charter to be judged by. */
  readonly hadCharter: boolean;
};

const SUBJECT = 48;

/** What a charter would have made of a branch's past, as a table and its sums. */
export function renderHistory(history: PastVerdicts, paint: Paint): string {
  const { looked, judged, byVerdict, byRule, hadCharter } = history;
  if (looked === 0) return "There is no commit in this range.";
  if (!hadCharter) {
    return `None of ${looked} commits had a charter. Say with --charter which one to judge them by.`;
  }
  const untouched = looked - judged.length;
  return [
    ...(judged.length === 0 ? [] : [judged.map((one) => renderRow(one, paint)).join("\n")]),
    `${looked} commits: ${judged.length} touched a system or what governs it, ${untouched} did not.`,
    ...renderCounts("verdicts", byVerdict),
    ...renderCounts("findings by rule", byRule),
  ].join("\n");
}

function renderRow(
  { commit, at, subject, verdict, reason, rules }: PastVerdict,
  paint: Paint,
): string {
  const isBad = verdict === "reject" || verdict === "invalid" || verdict === "quarantine";
  const shown = visible(subject);
  const title = shown.length > SUBJECT ? `${shown.slice(0, SUBJECT - 1)}…` : shown;
  const why = isBad ? ` ${[...rules, reason].join(" ")}` : "";
  const day = isoOf(at).slice(0, 10);
  const word = paint(isBad ? "bad" : "good", verdict.padEnd(14));
  return `${commit.slice(0, 10)}  ${day}  ${word}  ${title.padEnd(SUBJECT)} ${paint("quiet", why.trim())}`.trimEnd();
}

function renderCounts(title: string, counts: Readonly<Record<string, number>>): readonly string[] {
  const rows = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return rows.length === 0 ? [] : [`${title}: ${rows.join(", ")}`];
}
