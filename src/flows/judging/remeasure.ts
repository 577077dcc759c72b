import type { Evaluation } from "../../core/evaluation/evaluation.ts";
import type { PairedRecord } from "../../core/evaluation/records.ts";
import { objectiveReport } from "../../core/evaluation/scorecard.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { type Fresh, freshItems } from "../../core/judging/fresh-items.ts";
import type { JudgeFacts, ModeVerdict } from "../../core/judging/mode-verdict.ts";
import { agreesWithRemeasure } from "../../core/judging/remeasure.ts";
import { digestOfJson } from "../../core/kernel/digest.ts";
import type { SuiteItem } from "../../core/ir/parse-suite.ts";
import type { Questions } from "../evaluation/collect-cases.ts";
import type { EvaluationPorts } from "../evaluation/evaluating.ts";
import { prepareSuites, type ShownSuites } from "../evaluation/prepare-suites.ts";
import { askAgain } from "./ask-again.ts";

export type Remeasuring = {
  readonly ports: EvaluationPorts;
  readonly mutation: Mutation;
  readonly rules: SystemRules;
  readonly suites: ShownSuites;
  readonly evaluation: Evaluation;
  isCurrent(): Promise<boolean>;
  /** Keeps so many sealed pairs in all, the first run's among them. */
  reservePairs(pairs: number): Promise<boolean>;
};

export type SecondRun = { readonly verdict: ModeVerdict; readonly sealedPairs: number };

/** Measures the figure that decides a second time, and compares the two as far as chance allows. */
export async function remeasure(
  remeasuring: Remeasuring,
): Promise<SecondRun | "overtaken" | "unaffordable"> {
  const claimed = claimOf(remeasuring);
  const suite = claimed && (await wholeSuite(remeasuring, claimed.source));
  if (claimed === undefined || suite === undefined) {
    return { verdict: ended("no-data", "judge-not-remeasured", {}), sealedPairs: 0 };
  }
  const fresh = freshItems(suite.items, new Set(claimed.first.map(({ item }) => item)));
  const isSealed = claimed.source === "sealed";
  const questions = questionsOf(remeasuring, { suite, fresh, isSealed });
  const { before, after } = remeasuring.mutation;
  const asked = await askAgain({ ...remeasuring, before, after, questions });
  if (asked.kind === "overtaken" || asked.kind === "unaffordable") return asked.kind;
  const sealedPairs = isSealed ? fresh.items.length : 0;
  const facts = { from: fresh.kind, pairs: fresh.items.length };
  if (asked.kind !== "collected") {
    const why = asked.kind === "unanswered" ? asked.reason : "run-failed";
    return { verdict: ended("error", "judge-not-remeasured", { ...facts, why }), sealedPairs };
  }
  // What was kept from an earlier look was paid for then.
  const paid = asked.asked === 0 ? 0 : sealedPairs;
  const agrees = agreesWithRemeasure({ ...claimed, kind: fresh.kind, second: asked.pairs });
  const known = { ...facts, records_commitment: commitmentTo(questions, asked.pairs) };
  return { verdict: verdictOn(agrees, known), sealedPairs: paid };
}

function verdictOn(agrees: boolean, facts: Parameters<typeof ended>[2]): ModeVerdict {
  return agrees
    ? ended("pass", "judge-remeasured", facts)
    : ended("no-data", "judge-remeasured-otherwise", facts);
}

type Claimed = {
  readonly dimension: string;
  readonly source: "public" | "sealed";
  readonly first: readonly PairedRecord[];
};

function claimOf({ evaluation }: Remeasuring): Claimed | undefined {
  const { scorecard, records } = evaluation;
  const report = scorecard && objectiveReport(scorecard);
  if (report?.evidence.kind !== "test") return undefined;
  const { dimension, source } = report;
  if (source !== "public" && source !== "sealed") return undefined;
  return { dimension, source, first: records[source] };
}

/** Every item of the suite in its order, the shard that was asked being the beginning of it. */
async function wholeSuite(
  { ports, rules, suites, evaluation }: Remeasuring,
  source: Claimed["source"],
): Promise<Questions | undefined> {
  const { sealed } = rules.suites;
  const whole = {
    ...rules.suites,
    ...(sealed && { sealed: { ref: sealed.ref, metric: sealed.metric } }),
  };
  const prepared = await prepareSuites(ports, whole, suites);
  const found = prepared.ok ? prepared.value : undefined;
  const suite = source === "sealed" ? found?.sealed?.questions : found?.public;
  // A suite that was exchanged since the first run is no second look at the same thing.
  return suite?.digest === evaluation.suiteDigests[source] ? suite : undefined;
}

type Second = {
  readonly suite: Questions;
  readonly fresh: Fresh<SuiteItem>;
  readonly isSealed: boolean;
};

function questionsOf(
  { mutation, evaluation, ...remeasuring }: Remeasuring,
  { suite, fresh, isSealed }: Second,
): Questions {
  const digest = digestOfJson({
    remeasured: suite.digest,
    before: mutation.before.digest,
    after: mutation.after.digest,
    items: fresh.items.map(({ id }) => id),
  });
  const first = evaluation.spentPairs;
  return {
    digest,
    items: fresh.items,
    unitOf: suite.unitOf,
    ...(isSealed
      ? { mayAsk: async (open) => open === 0 || remeasuring.reservePairs(first + open) }
      : {}),
  };
}

/** The second run's records stay in the store, as the first one's do. */
function commitmentTo({ digest }: Questions, pairs: readonly PairedRecord[]): string {
  return digestOfJson({
    salt: digest,
    records: pairs.map(({ item, baseline, candidate }) => [
      item,
      baseline.correct,
      candidate.correct,
      baseline.violation,
      candidate.violation,
      baseline.cost,
      candidate.cost,
    ]),
  });
}

function ended(
  outcome: ModeVerdict["outcome"],
  reason: ModeVerdict["reason"],
  facts: JudgeFacts,
): ModeVerdict {
  return { mode: "remeasure", outcome, reason, facts };
}
