import { type AskedItem, areConfused, overEpochs, ownId } from "../../core/evaluation/epochs.ts";
import { type LabelledPair, labelledPairs } from "../../core/evaluation/rating/labelled-pairs.ts";
import { rubricOf as rubricOfItem } from "../../core/evaluation/rating/rubric-item.ts";
import { evaluationReport } from "../../core/evaluation/report-evaluation.ts";
import { offerOf, type Shard, shuffled } from "../../core/evaluation/shard.ts";
import type { SuiteName } from "../../core/evaluation/suite.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import { jsonOf } from "../../core/ir/json-of.ts";
import type { Suite } from "../../core/ir/parse-suite.ts";
import { type Digest, digestOfJson } from "../../core/kernel/digest.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Pair } from "../../ports/store/evidence.ts";
import type { Questions } from "./collect-cases.ts";
import {
  homeOf,
  loadSealed,
  type OpenSealed,
  type SealedPorts,
  type SealedShard,
} from "./load-sealed.ts";

/** The suites of the base commit, as far as its tree holds them. */
export type ShownSuites = {
  readonly public?: Suite;
  readonly safety?: Suite;
  /** Items with rubrics, and labelled pairs that say whether a rater may be believed. */
  readonly rubric?: Suite;
  readonly calibration?: Suite;
};

/** Free text that is to be compared by a model, and what the model is examined on first. */
export type Rubric = {
  readonly questions: Questions;
  readonly field: string;
  readonly labelled: readonly LabelledPair[];
  readonly calibration: Digest;
};

/** Everything that may be asked, in order. */
export type Prepared = {
  readonly public: Questions;
  readonly safety?: Questions;
  readonly sealed?: SealedQuestions;
  readonly rubric?: Rubric;
  readonly digests: Readonly<Partial<Record<SuiteName, Digest>>>;
};

export type SealedQuestions = Pick<SealedShard, "isOwn" | "limit" | "spare"> & {
  /** What a pair that has answered nothing is offered. */
  readonly questions: Questions;
  /** Lines that the suite has now. */
  readonly lines: number;
  /** The suite as it was when it had so many lines: it grows at its end. */
  shardAt(lines: number): Shard;
  /** Follows from those lines alone: nobody knows it who has not the suite. */
  secretAt(lines: number): Digest;
};

/** Which suites are wanted, and by whom. */
export type Wanted = {
  readonly suites: SystemRules["suites"];
  readonly shown: ShownSuites;
  /** A sealed suite gives each pair the shard that it was given before. */
  readonly pair: Pair;
  /** Absent where the directory stands for private repositories too, as on a clone. */
  readonly openSealed?: OpenSealed | undefined;
};

/** Puts the suites together, or says which one the charter names and nobody has. */
export async function prepareSuites(
  ports: SealedPorts,
  wanted: Wanted,
): Promise<Result<Prepared, GateReport>> {
  const rubric = rubricOf(wanted.suites, wanted.shown);
  if (!rubric.ok) return rubric;
  const measured = await prepareMeasured(ports, wanted);
  if (measured.ok && isConfused(measured.value)) {
    return refused(evaluationReport("no-data", "suite-invalid"));
  }
  if (!measured.ok || rubric.value === undefined) return measured;
  const digests = { ...measured.value.digests, rated: digestOfRubric(rubric.value) };
  return accepted({ ...measured.value, rubric: rubric.value, digests });
}

async function prepareMeasured(
  ports: SealedPorts,
  { suites, shown, ...asking }: Wanted,
): Promise<Result<Prepared, GateReport>> {
  if (shown.public === undefined || isSafetyMissing(suites, shown)) {
    return refused(evaluationReport("no-data", "suite-missing"));
  }
  const sealed = await loadNamed(ports, suites.sealed, asking);
  if (!sealed.ok) return sealed;
  // What the charter says of the public items holds for the sealed ones: one population, two piles.
  const unitOf = suites.public.cluster === undefined ? byItem : byCluster;
  const asked = {
    public: questionsOf(shown.public, unitOf, suites.public.epochs),
    ...(shown.safety && { safety: questionsOf(shown.safety, byItem) }),
    ...(sealed.value && suites.sealed && { sealed: sealedOf(sealed.value, unitOf, suites.sealed) }),
  };
  const digests = {
    public: shown.public.digest,
    ...(shown.safety && { safety: shown.safety.digest }),
    ...(sealed.value && { sealed: sealed.value.digest }),
  };
  return accepted({ ...asked, digests });
}

function isConfused({ public: shown, sealed }: Prepared): boolean {
  return [shown, sealed?.questions].some((one) => areConfused(one?.items ?? []));
}

/** Every item needs its rubric, and every labelled pair its two answers; a part would be another suite. */
function rubricOf(
  { rubric }: SystemRules["suites"],
  { rubric: dataset, calibration }: ShownSuites,
): Result<Rubric | undefined, GateReport> {
  if (rubric === undefined) return accepted(undefined);
  if (dataset === undefined || calibration === undefined) {
    return refused(evaluationReport("no-data", "suite-missing"));
  }
  const labelled = labelledPairs(calibration.items);
  if (labelled === undefined || dataset.items.some((item) => rubricOfItem(item) === undefined)) {
    return refused(evaluationReport("no-data", "suite-invalid"));
  }
  const questions = questionsOf(dataset, byCluster);
  return accepted({ questions, field: rubric.field, labelled, calibration: calibration.digest });
}

function digestOfRubric({ questions, calibration, field }: Rubric): Digest {
  return digestOfJson({ dataset: questions.digest, calibration, field });
}

async function loadNamed(
  ports: SealedPorts,
  named: SystemRules["suites"]["sealed"],
  { pair, openSealed }: Pick<Wanted, "pair" | "openSealed">,
): Promise<Result<SealedShard | undefined, GateReport>> {
  if (named === undefined) return accepted(undefined);
  const home = await homeOf(ports, named, openSealed);
  if (!home.ok) return home;
  return loadSealed({ ...ports, sealedSuites: home.value }, named.ref, pair);
}

type UnitOf = Questions["unitOf"];

function questionsOf({ digest, items }: Suite, unitOf: UnitOf, epochs = 1): Questions {
  return { digest, items: overEpochs(shuffled(items, digest), epochs), unitOf };
}

/** Shuffled by its name, which stays when the suite grows: what was asked stays what was asked. */
function sealedOf(
  { digest, items, spare, ...custody }: SealedShard,
  unitOf: UnitOf,
  { ref, shard: size, epochs = 1 }: NonNullable<SystemRules["suites"]["sealed"]>,
): SealedQuestions {
  const shardAt = (lines: number): Shard => ({
    items: overEpochs(shuffled(items.slice(0, lines), ref), epochs),
    unitOf,
    ...(size === undefined ? {} : { size: size * epochs }),
  });
  const lines = items.length;
  const offered = offerOf(shardAt(lines), new Set());
  const asked = overEpochs(items, epochs);
  const names = new Map(asked.map((item) => [item.id, digestOfJson(jsonOf(item))]));
  const kept = { as: `sealed/${ref}`, names };
  const questions = { digest, items: offered, unitOf, kept };
  const secretAt = (lines: number): Digest =>
    digestOfJson(items.slice(0, lines).map(({ id }) => names.get(id) ?? ""));
  const further = spare.map((one) => ({ ...one, items: overEpochs(one.items, epochs) }));
  return { ...custody, spare: further, questions, lines, shardAt, secretAt };
}

function isSafetyMissing(rules: SystemRules["suites"], { safety }: ShownSuites): boolean {
  return rules.safety !== undefined && safety === undefined;
}

function byCluster({ cluster }: AskedItem): string {
  return cluster;
}

function byItem(item: AskedItem): string {
  return ownId(item);
}
