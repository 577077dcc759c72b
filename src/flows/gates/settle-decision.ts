import type { BudgetReport } from "../../core/budget/check-budget.ts";
import { commitAsking } from "../../core/evaluation/asking-commitment.ts";
import type { PairedRecord } from "../../core/evaluation/records.ts";
import { isShardWorn } from "../../core/evaluation/shard-gap.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import { modesLeftOut } from "../../core/judging/modes-to-run.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import {
  decisionBody,
  draftOf,
  type Facts,
  gateBody,
  verdictBody,
} from "../../core/ledger/drafts.ts";
import type { Draft } from "../../core/ledger/entry.ts";
import { renderCaution } from "../../core/prose/caution.ts";
import { renderVerdicts } from "../../core/prose/verdicts.ts";
import { renderScorecard } from "../../core/prose/scorecard.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { beginRollout } from "../rollout/begin-rollout.ts";
import { conclude } from "../reconcile/conclude.ts";
import { evidenceToCome } from "./evidence-to-come.ts";
import { headOf, subjectOfChange } from "./governed-head.ts";
import type { Governed, Governing } from "./governing.ts";
import { planBreachReview, planGateCheck } from "./plan-checks.ts";
import { planPresence } from "../reconcile/plan-presence.ts";
import { recordOf } from "./record-of.ts";
import { askBudget, settlePairs, spendBy } from "./ask-budget.ts";
import { commitRecords } from "../judging/commit-records.ts";
import type { Weighed } from "../evaluation/weighed.ts";

const STATES = { accept: "accepted", reject: "rejected", quarantine: "quarantined" } as const;

/**
 * Writes a decision down, with everything that follows from it, in one transaction. An acceptance
 * needs a slot of its own: others may have taken the last one while this was measured.
 */
export async function settleDecision(governing: Governing, weighed: Weighed): Promise<Governed> {
  const { ports, lease } = governing.reconciling;
  return ports.store.transact(async (tx) => {
    await tx.work.assertHeld(lease);
    const now = ports.clock.now();
    if (weighed.decision.ruling === "accept") {
      const { report } = await askBudget(tx, governing, weighed);
      if (report.outcome !== "pass") {
        await spendPairs(tx, governing, weighed);
        return awaitSlot(tx, governing, report);
      }
    }
    await spendEvidence(tx, governing, weighed);
    const worn = wornShard(weighed);
    if (worn !== undefined) await tx.custody.retire(worn);
    const rollout =
      weighed.decision.ruling === "accept"
        ? await beginRollout(tx, governing, { weighed, now })
        : undefined;
    const record = recordDecision(governing, weighed, rollout);
    const commitment = await commitRecords(tx, ports.entropy, allOf(weighed.evaluation));
    const head = headOf(governing);
    const judged = renderVerdicts(weighed.verdicts, leftOut(governing));
    const news = weighed.reports.filter(({ gate }) => !FAST_GATES.includes(gate));
    await conclude(tx, lease, {
      record,
      drafts: draftsOf(governing, weighed, { now, rollout, commitment }),
      effects: [
        ...news.map((report) => planGateCheck(head, report, evidenceOf(report, record, judged))),
        ...news.flatMap((report) => planBreachReview(head, report)),
        ...planPresence(record, rollout),
      ],
    });
    return {};
  });
}

/** What a check run says beside its reason: figures, the judge's modes, and where the bar stood. */
function evidenceOf({ gate }: GateReport, record: PullRecord, judged: string): string {
  if (gate === "evaluation") return record.scorecard;
  if (gate === "judge") return judged;
  return gate === "decision" ? renderCaution(record.decision?.caution) : "";
}

function leftOut({ reconciling, gathered }: Governing): ReturnType<typeof modesLeftOut> {
  return modesLeftOut(gathered.change.charter.judge.modes, reconciling.ports.judge);
}

/** Nothing is decided while the purse is empty; what was asked so far is found again then. */
export function awaitPairs(governing: Governing, report: BudgetReport): Promise<Governed> {
  return governing.reconciling.ports.store.transact((tx) => awaitSlot(tx, governing, report));
}

/** Nothing is decided while a slot is waited for; what was measured is found again then. */
async function awaitSlot(
  tx: Transaction,
  governing: Governing,
  report: BudgetReport,
): Promise<Governed> {
  const { lease, ports } = governing.reconciling;
  const record = recordOf(governing, {
    state: "waiting",
    reason: report.reason,
    reports: [report],
  });
  const about = { at: ports.clock.now(), subject: subjectOfChange(governing) };
  await conclude(tx, lease, {
    record,
    drafts: [draftOf("gate", about, gateBody(report))],
    effects: [planGateCheck(headOf(governing), report), ...planPresence(record)],
  });
  return report.nextSlotAt === undefined ? {} : { nextDueAt: report.nextSlotAt };
}

/** What this decision used up of the system's window: sealed pairs, and a slot when it is accepted. */
async function spendEvidence(
  tx: Transaction,
  governing: Governing,
  weighed: Weighed,
): Promise<void> {
  await spendPairs(tx, governing, weighed);
  if (weighed.decision.ruling === "accept") {
    await tx.budgets.record({ ...spendBy(governing, weighed), kind: "accepted", amount: 1 });
  }
}

/** What was asked, in place of what was kept for it, which may be nothing on a second look. */
async function spendPairs(tx: Transaction, governing: Governing, weighed: Weighed): Promise<void> {
  const { evaluation, remeasuredPairs } = weighed;
  const sealedPairs = evaluation.spentPairs + remeasuredPairs;
  if (sealedPairs === 0 && evaluation.asking === undefined) return;
  await settlePairs(tx, governing, { ...weighed, sealedPairs });
}

/** Their checks and entries were written when they concluded. */
const FAST_GATES: readonly string[] = ["constitution", "budget", "validation"];

function recordDecision(
  governing: Governing,
  weighed: Weighed,
  rollout: Rollout | undefined,
): PullRecord {
  const { decision, evaluation, reports, mutation } = weighed;
  const scorecard =
    evaluation.scorecard === undefined
      ? ""
      : renderScorecard(evaluation.scorecard, decision, { sealed: "withheld" });
  const record = recordOf(governing, {
    state: STATES[decision.ruling],
    reason: rollout?.reason ?? decision.reason,
    reports,
    scorecard,
  });
  return {
    ...record,
    decision,
    drift: mutation.drift,
    ...evidenceToCome(weighed),
    ...(rollout === undefined ? {} : { rolloutId: rollout.id }),
  };
}

/** The shard that an acceptance closes, if it does. */
function wornShard({ decision, evaluation }: Weighed): Digest | undefined {
  const isWorn = decision.ruling === "accept" && isShardWorn(evaluation.records);
  return isWorn ? evaluation.suiteDigests.sealed : undefined;
}

/**
 * Which shards have told something with this decision: a clone counts words from this. How much of
 * them was asked is a sealed figure, and so is how much a second measuring asked.
 */
function shardFacts(weighed: Weighed): Facts {
  const { asking, suiteDigests } = weighed.evaluation;
  const first = asking === undefined ? undefined : suiteDigests.sealed;
  const worn = wornShard(weighed);
  return {
    shards_told: [...(first === undefined ? [] : [first]), ...weighed.told],
    remeasured_pairs: weighed.remeasuredPairs === 0 ? 0 : (asking?.offered.length ?? 0),
    ...(worn === undefined ? {} : { shard_retired: worn }),
  };
}

type Settling = {
  readonly now: Instant;
  readonly rollout: Rollout | undefined;
  readonly commitment: Digest;
};

/** Nobody has approved what was decided only now; the recount that follows says who has. */
const NOBODY_YET = { standing: [], needed: 1 };

function draftsOf(
  governing: Governing,
  weighed: Weighed,
  { now, rollout, commitment }: Settling,
): readonly Draft[] {
  const about = { at: now, subject: subjectOfChange(governing) };
  const { evaluation, verdicts, decision, reports } = weighed;
  const news = reports.filter(({ gate }) => !FAST_GATES.includes(gate));
  return [
    draftOf("evidence", about, {
      evaluator: evaluation.evaluator,
      isolation: evaluation.isolation,
      ...runFacts(evaluation),
      suites: evaluation.suiteDigests,
      epoch: evaluation.epoch.epoch,
      tests_spent: evaluation.epoch.testsSpent,
      accepts: evaluation.epoch.accepts,
      public_pairs: evaluation.records.public.length,
      // What was offered: how much of it was asked is a sealed figure.
      sealed_pairs: evaluation.asking?.offered.length ?? 0,
      safety_pairs: evaluation.records.safety.length,
      ...askingBody(evaluation, decision.binding.headSha),
      ...(evaluation.records.rated === undefined
        ? {}
        : { rated_pairs: evaluation.records.rated.pairs.length }),
      records_commitment: commitment,
      ...shardFacts(weighed),
    }),
    ...verdicts.map((verdict) => draftOf("verdict", about, verdictBody(verdict))),
    ...news.map((report) => draftOf("gate", about, gateBody(report))),
    draftOf(
      "decision",
      about,
      decisionBody(decision, rollout?.vouching === undefined ? undefined : NOBODY_YET),
    ),
  ];
}

function allOf({ records }: Weighed["evaluation"]): readonly PairedRecord[] {
  const { anchor, rated } = records;
  const compared = anchor === undefined ? [] : [...anchor.public, ...anchor.sealed];
  const others = [...(rated?.pairs ?? []), ...compared];
  return [...records.public, ...records.sealed, ...records.safety, ...others];
}

/** Whoever has the suite can open it, and ask exactly as much again. */
function askingBody({ asking }: Weighed["evaluation"], headSha: string): Facts {
  if (asking === undefined) return {};
  const commitment = commitAsking(asking, { secret: asking.secret, headSha });
  return { sealed_items: asking.items, asking_commitment: commitment };
}

/** Where GitHub shows what ran, when it did not run here. */
function runFacts({ run }: Weighed["evaluation"]): Facts {
  if (run === undefined) return {};
  return { run_id: run.runId, run_attempt: run.runAttempt, workflow_sha: run.sha };
}
