import { checkBudget } from "../../../src/core/budget/check-budget.ts";
import { decideOffline } from "../../../src/core/decision/offline-verdict.ts";
import type { GateReport } from "../../../src/core/gate/gate.ts";
import type { Sha } from "../../../src/core/kernel/ids.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import { checkClone, type CloneCheck } from "../../../src/flows/clone/check-clone.ts";
import { type GatheredChange, gatherChange } from "../../../src/flows/reading/gather-change.ts";
import { measureChange } from "../../../src/flows/gates/measure-change.ts";
import type { GitObjects } from "../../../src/ports/git-objects.ts";
import type { Sandbox } from "../../../src/ports/sandbox.ts";
import type { Earlier } from "../case.ts";

type Ports = { readonly objects: GitObjects; readonly sandbox: Sandbox };

type Proposed = {
  /** From the version that people approved to the one judged against. */
  readonly anchors: readonly Sha[];
  readonly headSha: Sha;
  readonly past?: Earlier;
};

const NOW = instant(Date.UTC(2026, 10, 23, 12));
const MINUTE = 60_000;

/** `omega check`, and where the case has a past, the same gates with what the ledger would say. */
export async function checkWithPast(ports: Ports, proposed: Proposed): Promise<CloneCheck> {
  const { anchors, headSha, past } = proposed;
  const baseSha = anchors.at(-1) ?? headSha;
  const { objects, sandbox } = ports;
  if (past === undefined) {
    return checkClone({ objects, openSandbox: async () => sandbox }, { baseSha, headSha });
  }
  const gathered = await gatherChange(objects, { baseSha, headSha });
  if (gathered.kind !== "gathered") throw new Error("a case with a past must be readable");
  const drift = await driftAlong(objects, anchors);
  const measured = await measureChange(ports, gathered, { drift, mayRun: true });
  const { constitution, validation } = measured;
  const budget = budgetReport(gathered, past);
  const reports =
    constitution.outcome === "fail"
      ? [constitution]
      : budget?.outcome === "fail"
        ? [constitution, budget]
        : [constitution, validation];
  const decided = decideOffline(gathered.change.pullRequestClass.kind, reports);
  return { ...decided, reports, change: gathered.change, baselineMoved: false };
}

/** How far the earlier pull requests moved the system, each measured when it was merged. */
async function driftAlong(objects: GitObjects, anchors: readonly Sha[]): Promise<number> {
  let drift = 0;
  for (const [step, headSha] of anchors.slice(1).entries()) {
    const gathered = await gatherChange(objects, { baseSha: anchors[step] ?? headSha, headSha });
    const mutation = gathered.kind === "gathered" ? gathered.change.mutation : undefined;
    drift += mutation === undefined ? 0 : mutation.drift;
  }
  return drift;
}

/** What is no mutation costs nothing. */
function budgetReport({ rules, change }: GatheredChange, past: Earlier): GateReport | undefined {
  if (rules === undefined || change.pullRequestClass.kind !== "mutation") return undefined;
  const spent = (past.spent ?? []).map(({ kind, amount, byPerson = false, minutesAgo }) => {
    return { kind, amount, byPerson, at: instant(NOW - minutesAgo * MINUTE) };
  });
  return checkBudget({
    rules: rules.budget,
    spent,
    proposal: {
      byPerson: past.byPerson ?? false,
      isRollback: false,
      isCounted: false,
      sealedPairs: rules.suites.sealed === undefined ? 0 : 1,
      usdMicros: 0,
    },
    now: NOW,
  });
}
