import { jsonOf } from "../../core/ir/json-of.ts";
import { type ActionsRules, runnerOf } from "../../core/ir/runner-rules.ts";
import type { EvaluationJob, JobRun } from "../../core/evaluation/job.ts";
import { evaluationReport } from "../../core/evaluation/report-evaluation.ts";
import type { Effect } from "../../core/decision/effect.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { digestOfJson } from "../../core/kernel/digest.ts";
import { millisecondsOf } from "../../core/kernel/duration.ts";
import { type Instant, later } from "../../core/kernel/instant.ts";
import { draftOf, gateBody } from "../../core/ledger/drafts.ts";
import type { JobAnswer } from "../../ports/store/jobs.ts";
import { headOf, subjectOfChange } from "../gates/governed-head.ts";
import type { Governed, Governing } from "../gates/governing.ts";
import { planGateCheck } from "../gates/plan-checks.ts";
import { recordOf } from "../gates/record-of.ts";
import { conclude } from "../reconcile/conclude.ts";
import { planPresence } from "../reconcile/plan-presence.ts";
import { casesFrom, recordsOfJob } from "./job-cases.ts";
import { pairOf } from "./pair-of.ts";
import { type Prepared, prepareSuites } from "./prepare-suites.ts";
import { shownSuites } from "./shown-suites.ts";

/** What stands between a change and its evaluation where a workflow runs it. */
export type Attended =
  /** Go on: its answers are kept, or it is no job's. */
  | { readonly kind: "ready"; readonly run?: JobRun | undefined }
  | { readonly kind: "awaited"; readonly governed: Governed }
  /** Nothing will come of it, for this reason. */
  | { readonly kind: "ended"; readonly reason: ReasonCode };

const LONGEST_WAIT = "PT1H";

type Attending = {
  readonly governing: Governing;
  readonly runner: ActionsRules;
  readonly prepared: Prepared;
  readonly asked: Parameters<typeof casesFrom>[0];
};

/**
 * Asks for a run of the governed workflow and waits for its answer, in rows: nothing stands still
 * meanwhile. The sealed suite is no part of it, because the proposer's code runs in that job.
 */
export async function attendJob(governing: Governing): Promise<Attended> {
  const { gathered, reconciling } = governing;
  const { rules, change } = gathered;
  if (rules === undefined || change.mutation === undefined) return { kind: "ready" };
  const { before, after } = change.mutation;
  const runner = runnerOf(rules, [before, after]);
  if (runner?.kind !== "actions") return { kind: "ready" };
  const { sealed: _kept, ...suites } = rules.suites;
  const prepared = await prepareSuites(reconciling.ports, {
    suites,
    shown: shownSuites(gathered, rules),
    pair: pairOf(reconciling.repository.id, change.mutation),
  });
  // Without its suites there is nothing to ask; evaluation says which one is missing.
  if (!prepared.ok) return { kind: "ready" };
  const asked = { repositoryId: reconciling.repository.id, mutation: change.mutation, rules };
  return attend({ governing, runner, prepared: prepared.value, asked });
}

async function attend(attending: Attending): Promise<Attended> {
  const { ports, lease } = attending.governing.reconciling;
  const question = questionOf(attending);
  const job = await ports.store.transact((tx) => tx.jobs.latest(lease.key, question));
  const now = ports.clock.now();
  // What was answered once is not asked again, whoever asks for it.
  if (await isKept(attending)) return { kind: "ready", run: job?.answer?.run };
  if (job === undefined || job.isClosed) return ask(attending, now);
  if (job.answer !== undefined) return take(attending, job.nonce, job.answer);
  if (now < job.expiresAt) return { kind: "awaited", governed: { nextDueAt: job.expiresAt } };
  await ports.store.transact((tx) => tx.jobs.close(job.nonce));
  return { kind: "ended", reason: "runner-deadline-passed" };
}

async function isKept({ governing, asked, prepared }: Attending): Promise<boolean> {
  const { ports } = governing.reconciling;
  return (await recordsOfJob({ ports, request: asked, prepared })) !== undefined;
}

function questionOf({ governing, asked, prepared }: Attending): EvaluationJob["question"] {
  const { before, after } = asked.mutation;
  return digestOfJson({
    head: governing.reconciling.pull.headSha,
    before: before.digest,
    after: after.digest,
    suites: { ...prepared.digests },
    ...epochsOf(asked.rules),
    runner: jsonOf(asked.rules.runner ?? null),
  });
}

/** Keeps what the job answered as cases, and asks no more. */
async function take(
  { governing, asked, prepared }: Attending,
  nonce: string,
  { results, run }: JobAnswer,
): Promise<Attended> {
  const { ports, lease } = governing.reconciling;
  const cases = casesFrom(asked, prepared, results);
  await ports.store.transact(async (tx) => {
    await tx.work.assertHeld(lease);
    if (cases !== undefined) await tx.evidence.saveCases(cases);
    await tx.jobs.close(nonce);
  });
  return cases === undefined
    ? { kind: "ended", reason: "results-invalid" }
    : { kind: "ready", run };
}

async function ask(attending: Attending, now: Instant): Promise<Attended> {
  const { governing, runner } = attending;
  const { ports, lease, pull } = governing.reconciling;
  const job: EvaluationJob = {
    nonce: ports.entropy.id(),
    key: lease.key,
    installation: lease.installation,
    question: questionOf(attending),
    headSha: pull.headSha,
    baseSha: pull.baseSha,
    baseRef: pull.baseRef,
    workflow: runner.workflow,
    expiresAt: later(now, millisecondsOf(runner.deadline ?? LONGEST_WAIT)),
  };
  const report = evaluationReport("no-data", "runner-awaited");
  const record = recordOf(governing, {
    state: "waiting",
    reason: report.reason,
    reports: [report],
  });
  await ports.store.transact(async (tx) => {
    await tx.jobs.open(job);
    await conclude(tx, lease, {
      record,
      drafts: [draftOf("gate", { at: now, subject: subjectOfChange(governing) }, gateBody(report))],
      effects: [
        dispatchOf(job, attending),
        planGateCheck(headOf(governing), report),
        ...planPresence(record),
      ],
    });
  });
  return { kind: "awaited", governed: { nextDueAt: job.expiresAt } };
}

/** Said only where it is more than once: an older workflow does not know of it and is sent nothing new. */
function epochsOf({ suites }: Attending["asked"]["rules"]): Readonly<Record<string, string>> {
  const { epochs = 1 } = suites.public;
  return epochs === 1 ? {} : { epochs: String(epochs) };
}

/** The slot that the run's number is kept under. */
export function slotOfJob({ nonce }: Pick<EvaluationJob, "nonce">): string {
  return `job/${nonce}`;
}

function dispatchOf(job: EvaluationJob, { asked }: Attending): Effect {
  return {
    kind: "dispatch-workflow",
    slot: slotOfJob(job),
    workflow: job.workflow,
    ref: job.baseRef,
    inputs: {
      nonce: job.nonce,
      system: asked.mutation.system,
      path: asked.rules.path,
      base: job.baseSha,
      head: job.headSha,
      ...epochsOf(asked.rules),
    },
  };
}
