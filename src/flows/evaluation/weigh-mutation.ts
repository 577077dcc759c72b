import type { BudgetReport } from "../../core/budget/check-budget.ts";
import { decide } from "../../core/decision/decide.ts";
import type { Decision } from "../../core/decision/decision.ts";
import type { Evaluation } from "../../core/evaluation/evaluation.ts";
import type { GateReport, Outcome } from "../../core/gate/gate.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { evaluatorWith } from "../../core/judging/modes-to-run.ts";
import type { ModelAccount } from "../../ports/models.ts";
import { attendJob } from "./attend-job.ts";
import { evaluateMutation } from "./evaluate-mutation.ts";
import type { EvaluationRequest } from "./evaluating.ts";
import type { Governed, Governing, Weighing } from "../gates/governing.ts";
import { owesPairs } from "../gates/ask-budget.ts";
import { openPurse } from "../gates/open-purse.ts";
import { judgeEvaluation } from "../judging/judge-evaluation.ts";
import { awaitPairs, settleDecision } from "../gates/settle-decision.ts";
import { loadAnchor } from "../reading/load-anchor.ts";
import { shownSuites } from "./shown-suites.ts";
import { openTelling } from "./tell-progress.ts";
import { wakeQuarantined } from "./wake-quarantined.ts";
import type { Weighed } from "./weighed.ts";

/**
 * Runs the evaluation, has the judge recompute it, and decides. The work may take minutes; it is
 * given up as soon as the pull request changes, and goes on where it was after a crash.
 */
export async function weighMutation(
  governing: Governing,
  screened: readonly GateReport[],
): Promise<Governed> {
  const job = await attendJob(governing);
  if (job.kind === "awaited") return job.governed;
  const known = job.kind === "ended" ? { unanswered: job.reason } : { run: job.run };
  const telling = openTelling(governing);
  const weighed = await weighChange(governing, screened, {
    ...known,
    onProgress: (progress) => telling.onProgress(progress),
  });
  if (weighed === undefined) return {};
  if (weighed !== "interrupted" && "gate" in weighed) return awaitPairs(governing, weighed);
  const { ports } = governing.reconciling;
  if (weighed === "interrupted") {
    await telling.breakOff();
    return { nextDueAt: ports.clock.now() };
  }
  const governed = await settleDecision(governing, weighed);
  // One more accept lowers the bar of those that wait beside it.
  if (weighed.decision.ruling === "accept") await wakeQuarantined(ports);
  return governed;
}

type Attending = NonNullable<EvaluationRequest["job"]> & Pick<EvaluationRequest, "onProgress">;

/**
 * Evidence, verdict and decision, of which nothing is written down yet; or the budget's answer,
 * where it has too little left to ask.
 */
export async function weighChange(
  weighing: Weighing,
  screened: readonly GateReport[],
  { onProgress, ...job }: Attending = {},
): Promise<Weighed | BudgetReport | "interrupted" | undefined> {
  const { reconciling, gathered } = weighing;
  const { mutation } = gathered.change;
  const { rules } = gathered;
  if (mutation === undefined || rules === undefined) return undefined;
  const anchor = await loadAnchor(weighing);
  const purse = openPurse(weighing, { mutation, rules });
  const owes = await reconciling.ports.store.transact((tx) =>
    owesPairs(tx, weighing, { mutation, rules }),
  );
  const { reserve, account } = purse;
  const paying = { reservePairs: reserve, owesPairs: owes, account };
  const evaluation = await evaluateMutation(reconciling.ports, {
    repositoryId: reconciling.repository.id,
    mutation,
    rules,
    suites: shownSuites(gathered, rules),
    charter: gathered.change.charter,
    ...(anchor === undefined ? {} : { anchor }),
    isCurrent: () => reconciling.isCurrent(),
    ...paying,
    job,
    onProgress,
    rested: restedOf(weighing, mutation),
    openSealed: reconciling.openSealed,
  });
  const refusal = purse.refusal();
  if (refusal !== undefined) return refusal;
  if (evaluation.report.reason === "evaluation-interrupted") return "interrupted";
  const weighed = await weigh(weighing, { mutation, rules, evaluation, screened, ...paying });
  return purse.refusal() ?? weighed;
}

/** On a clone the record tells; here what is kept of the latest decision, if it was on the same pair. */
function restedOf(
  { recorded, earlier }: Weighing,
  { before, after }: Mutation,
): NonNullable<EvaluationRequest["rested"]> {
  const rested = earlier?.rested;
  const isSame = rested?.before === before.digest && rested.after === after.digest;
  return recorded ?? (isSame ? [rested] : []);
}

type Evidence = Pick<Weighed, "mutation" | "rules" | "evaluation"> & {
  readonly screened: readonly GateReport[];
  reservePairs(pairs: number): Promise<boolean>;
  readonly owesPairs: boolean;
  readonly account: ModelAccount;
};

/** What the judge could not afford stands in the purse's refusal, which goes before anything else. */
async function weigh(governing: Weighing, evidence: Evidence): Promise<Weighed | "interrupted"> {
  const { evaluation, rules, mutation, screened } = evidence;
  const judged = await judgeEvaluation(governing, {
    ...evidence,
    wouldAccept: (report) => {
      const reports = [...screened, evaluation.report, report];
      return decideOn(governing, evidence, reports).ruling === "accept";
    },
  });
  if (judged === "overtaken" || judged === "unaffordable") return "interrupted";
  const { report, verdicts, sealedPairs: remeasuredPairs, told } = judged;
  const reports = [...screened, evaluation.report, ...(report === undefined ? [] : [report])];
  const decision = decideOn(governing, evidence, reports);
  return {
    mutation,
    rules,
    evaluation,
    verdicts,
    remeasuredPairs,
    told,
    reports: [...reports, reportDecision(decision)],
    decision,
  };
}

function decideOn(
  governing: Weighing,
  { evaluation, rules, mutation }: Evidence,
  reports: readonly GateReport[],
): Decision {
  return decide({
    reports,
    ...(evaluation.scorecard === undefined ? {} : { scorecard: evaluation.scorecard }),
    ...(evaluation.asking === undefined ? {} : { asking: evaluation.asking }),
    epoch: evaluation.epoch,
    profile: rules.evidence.profile,
    binding: bindingOf(governing, evaluation, mutation),
    provenance: {
      baseSha: governing.reconciling.pull.baseSha,
      appVersion: governing.reconciling.ports.appVersion,
    },
  });
}

function bindingOf(
  { reconciling, gathered }: Weighing,
  evaluation: Evaluation,
  mutation: Mutation,
): Decision["binding"] {
  return {
    repositoryId: reconciling.repository.id,
    pull: reconciling.pull.number,
    headSha: reconciling.pull.headSha,
    system: mutation.system,
    systemBefore: mutation.before.digest,
    systemAfter: mutation.after.digest,
    charter: gathered.change.charterDigest,
    suites: evaluation.suiteDigests,
    evaluator: evaluatorWith(
      evaluation.evaluator,
      gathered.change.charter.judge.modes,
      reconciling.ports.judge,
    ),
  };
}

const OUTCOMES: Readonly<Record<Decision["ruling"], Outcome>> = {
  accept: "pass",
  reject: "fail",
  quarantine: "no-data",
};

function reportDecision({ ruling, reason }: Decision): GateReport {
  return { gate: "decision", outcome: OUTCOMES[ruling], reason, findings: [] };
}
