import { settleAsking } from "../../core/decision/settle-asking.ts";
import { barOf, FLOORS, isEpochSpent } from "../../core/decision/thresholds.ts";
import type { Evaluation } from "../../core/evaluation/evaluation.ts";
import { EVALUATOR_DIGEST } from "../../core/evaluation/evaluator.ts";
import { isAtFloor, type ProbedSuite, probeSuite } from "../../core/evaluation/probe-suite.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import { runnerOf } from "../../core/ir/runner-rules.ts";
import { NO_RECORDS, type RawRecords } from "../../core/evaluation/records.ts";
import { RATING_DIGEST } from "../../core/evaluation/rating/instructions.ts";
import {
  evaluationReport,
  reportEvaluation,
  reportStatic,
} from "../../core/evaluation/report-evaluation.ts";
import { scoreStatic } from "../../core/evaluation/score-static.ts";
import { scoreMutation } from "../../core/evaluation/score-mutation.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { compile } from "../../core/ir/compile.ts";
import { type Digest, digestOfJson } from "../../core/kernel/digest.ts";
import { type Asked, askSuites, type Looks } from "./ask-suites.ts";
import type { Questions } from "./collect-cases.ts";
import type { Evaluating, EvaluationPorts, EvaluationRequest } from "./evaluating.ts";
import { recordsOfJob } from "./job-cases.ts";
import { modelsAskedBy } from "./models-asked.ts";
import { pairOf } from "./pair-of.ts";
import { type Prepared, prepareSuites } from "./prepare-suites.ts";
import { reportUnasked } from "./report-unasked.ts";
import { type Walls, wallsAround } from "./walls-around.ts";

/**
 * Runs baseline and candidate on the same items and scores what came of it. Answers that the store
 * already holds are not asked again, so a killed evaluation goes on where it was. The sealed suite
 * is asked last, only when nothing before it failed and the epoch has a test left.
 */
export async function evaluateMutation(
  ports: EvaluationPorts,
  request: EvaluationRequest,
): Promise<Evaluation> {
  const pair = pairOf(request.repositoryId, request.mutation);
  const epoch = await ports.store.transact((tx) => tx.evidence.epoch(pair));
  const walls = await wallsAround(ports.sandbox, request.mutation, request.rules);
  const isolation = isolationOf(ports, walls);
  const bare = { ports, request, epoch, isolation };
  const refusal = refusalOf(ports, request, walls);
  if (refusal !== undefined) return ended(bare, evaluationReport("no-data", refusal));
  if (hasNoSuite(request)) return lookOnly(bare);
  const prepared = await prepareSuites(ports, {
    suites: suitesToAsk(ports, suitesFor(walls, request)),
    shown: request.suites,
    pair,
    openSealed: request.openSealed,
  });
  if (!prepared.ok) return ended(bare, prepared.refusal);
  const evaluating: Evaluating = { ...bare, pair, prepared: prepared.value };
  const digests = prepared.value.digests;
  if (request.anchor === "missing") {
    return ended(bare, evaluationReport("no-data", "anchor-missing"), { digests });
  }
  const probes = probesOf(prepared.value);
  if (!probes.every(isAtFloor)) {
    return ended(bare, evaluationReport("fail", "integrity-probe-failed"), { digests });
  }
  if (prepared.value.sealed !== undefined && isEpochSpent(request.rules.evidence.profile, epoch)) {
    return ended(bare, evaluationReport("no-data", "epoch-spent"), { digests });
  }
  if (walls.kind === "elsewhere") return concludeJob(evaluating, probes);
  const asked = await askSuites(evaluating, looksOf(evaluating, probes));
  return conclude(evaluating, probes, asked);
}

function isolationOf({ sandbox }: EvaluationPorts, walls: Walls): Evaluation["isolation"] {
  if (walls.kind === "elsewhere") return "github-actions";
  return walls.kind === "no-runner" ? sandbox.isolation : walls.reached;
}

/** The candidate's code runs in a workflow's job and could carry away what it is asked. */
function suitesFor(walls: Walls, { rules }: EvaluationRequest): SystemRules["suites"] {
  const { sealed, ...shown } = rules.suites;
  return walls.kind === "elsewhere" || sealed === undefined ? shown : rules.suites;
}

/** What a workflow run answered rejects, and accepts nothing: it never saw the sealed suite. */
async function concludeJob(
  evaluating: Evaluating,
  probes: readonly ProbedSuite[],
): Promise<Evaluation> {
  const { digests } = evaluating.prepared;
  const { unanswered, run } = evaluating.request.job ?? {};
  const records = unanswered === undefined ? await recordsOfJob(evaluating) : undefined;
  if (records === undefined) {
    return ended(evaluating, evaluationReport("no-data", unanswered ?? "runner-awaited"), {
      digests,
    });
  }
  const { report, scorecard } = verdictOn(evaluating, probes, records);
  const held = report.outcome === "pass" ? evaluationReport("no-data", "results-unsealed") : report;
  return { ...ended(evaluating, held, { digests }), scorecard, records, run };
}

/** Validation has said most of this before; whoever comes here another way is told the same. */
function refusalOf(
  ports: EvaluationPorts,
  request: EvaluationRequest,
  walls: Walls,
): ReasonCode | undefined {
  if (walls.kind === "no-runner") return "runner-missing";
  if (!canBeAsked(ports, request)) return "model-unconfigured";
  return walls.kind === "lacking" ? "isolation-insufficient" : undefined;
}

/**
 * Without its model an agent that needs one fails everywhere, which would be no evidence about it. A
 * command asks nobody through us.
 */
function canBeAsked({ models }: EvaluationPorts, { mutation, rules }: EvaluationRequest): boolean {
  const { before, after } = mutation;
  if (runnerOf(rules, [before, after])?.kind !== "interpreter") return true;
  return [before, after]
    .flatMap((version) => modelsAskedBy(compile(version)))
    .every(({ provider, isOptional }) => isOptional || models?.serves(provider) === true);
}

/** Where nobody may be asked to compare free text, the suite for it is none that is missed. */
function suitesToAsk({ rater }: EvaluationPorts, { rubric, ...others }: Suites): Suites {
  return rater === undefined || rubric === undefined ? others : { ...others, rubric };
}

type Suites = EvaluationRequest["rules"]["suites"];

/** None that everybody may read, and none that is sealed: there is nothing to ask anybody. */
function hasNoSuite({ suites, rules }: EvaluationRequest): boolean {
  return (
    suites.public === undefined && suites.safety === undefined && rules.suites.sealed === undefined
  );
}

/** Scores from the definition alone, which may refuse and never accept. */
function lookOnly(bare: Pick<Evaluating, "request" | "epoch" | "isolation">): Evaluation {
  const scorecard = scoreStatic(bare.request.mutation);
  return { ...ended(bare, reportStatic(scorecard)), scorecard };
}

/** Another rater, another measure. */
function evaluatorOf({ ports }: Evaluating, { rated }: RawRecords): Digest {
  if (rated === undefined || ports.rater === undefined) return EVALUATOR_DIGEST;
  const { provider, id, family } = ports.rater;
  const rater = { provider, id, family };
  return digestOfJson({ evaluator: EVALUATOR_DIGEST, rating: RATING_DIGEST, rater });
}

/** An item that is asked again repeats no input: the suite has it once. */
function probesOf(prepared: Prepared): readonly ProbedSuite[] {
  const once = ({ items }: Questions): Questions["items"] =>
    items.filter(({ again }) => again === undefined);
  const shown = once(prepared.public);
  const probed = probeSuite("public", shown);
  return prepared.sealed === undefined
    ? [probed]
    : [probed, probeSuite("sealed", once(prepared.sealed.questions), shown)];
}

function looksOf(evaluating: Evaluating, probes: readonly ProbedSuite[]): Looks {
  const { request } = evaluating;
  return {
    report: (records) => verdictOn(evaluating, probes, records).report,
    settle: (records, { epoch, left }) => {
      const { scorecard } = verdictOn({ request, epoch }, probes, records);
      const bar = barOf(request.rules.evidence.profile, epoch);
      const { sealed, anchor } = records;
      const compared = anchor === undefined ? {} : { anchor: anchor.sealed };
      return settleAsking({ scorecard, sealed, ...compared, bar, left });
    },
  };
}

/** What the gate says of the records so far; the sealed suite is asked only when that is "pass". */
function verdictOn(
  { request, epoch }: Pick<Evaluating, "request" | "epoch">,
  probes: readonly ProbedSuite[],
  records: RawRecords,
): { readonly report: GateReport; readonly scorecard: ReturnType<typeof scoreMutation> } {
  const { mutation, rules } = request;
  const scorecard = scoreMutation({
    objective: mutation.claim.objective ?? "task",
    margins: rules.evidence.margins,
    before: mutation.before,
    after: mutation.after,
    records,
    probes,
    bars: { objective: barOf(rules.evidence.profile, epoch), guard: FLOORS.guardBar },
  });
  return { scorecard, report: reportEvaluation(scorecard, records) };
}

function conclude(
  evaluating: Evaluating,
  probes: readonly ProbedSuite[],
  asked: Asked,
): Evaluation {
  const { digests } = evaluating.prepared;
  if (asked.kind !== "asked") return ended(evaluating, reportUnasked(asked), { digests });
  const { records, epoch, spentPairs, asking } = asked;
  const { report, scorecard } = verdictOn({ request: evaluating.request, epoch }, probes, records);
  const evaluator = evaluatorOf(evaluating, records);
  const whole = ended({ ...evaluating, epoch }, report, { digests, evaluator });
  return { ...whole, scorecard, records, spentPairs, ...(asking === undefined ? {} : { asking }) };
}

function ended(
  { epoch, isolation }: Pick<Evaluating, "epoch" | "isolation">,
  report: GateReport,
  known: { readonly digests?: Prepared["digests"]; readonly evaluator?: Digest } = {},
): Evaluation {
  return {
    report,
    records: NO_RECORDS,
    suiteDigests: known.digests ?? {},
    evaluator: known.evaluator ?? EVALUATOR_DIGEST,
    epoch,
    spentPairs: 0,
    isolation,
  };
}
