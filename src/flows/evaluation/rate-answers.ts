import { assessRater } from "../../core/evaluation/rating/assess-rater.ts";
import { RATING_DIGEST } from "../../core/evaluation/rating/instructions.ts";
import {
  parsePreference,
  type Preference,
  ratedPair,
} from "../../core/evaluation/rating/preference.ts";
import { rubricOf } from "../../core/evaluation/rating/rubric-item.ts";
import type { RatedRecords } from "../../core/evaluation/records.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { RunResult } from "../../core/ir/artifact.ts";
import type { SuiteItem } from "../../core/ir/parse-suite.ts";
import { mayJudge } from "../../core/judging/judge-model.ts";
import { type Digest, digestOfJson } from "../../core/kernel/digest.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Asking, Side } from "./collect-cases.ts";
import type { Evaluating } from "./evaluating.ts";
import type { Rubric } from "./prepare-suites.ts";
import { compareAnswers, type Rater } from "./rater.ts";

export type Rated =
  | { readonly kind: "rated"; readonly rated?: RatedRecords }
  | { readonly kind: "overtaken" }
  /** The rater's word does not count, or could not be had. */
  | { readonly kind: "unrated"; readonly reason: ReasonCode };

/** Comparisons under way at once; as many are lost by a kill. */
const AT_ONCE = 4;

/**
 * Has a model compare both versions' free text by the suite's rubrics, where the charter asks for it
 * and the installation allows it. The model is examined first, once for each epoch, and its word
 * counts only if it passes. What was compared is kept and not asked again.
 */
export async function rateAnswers(evaluating: Evaluating, asking: Asking): Promise<Rated> {
  const { prepared, ports, request } = evaluating;
  const { rubric } = prepared;
  if (rubric === undefined || ports.rater === undefined) return { kind: "rated" };
  const { charter } = request;
  const isFar =
    charter !== undefined &&
    mayJudge(ports.rater, charter.proposers, charter.judge.minimum_family_distance);
  if (!isFar) return { kind: "unrated", reason: "rater-family-refused" };
  if (asking.models === undefined || ports.entropy === undefined) {
    return { kind: "unrated", reason: "model-unconfigured" };
  }
  const { provider, id } = ports.rater;
  const model = { provider, id };
  const rater = { desk: asking.models, model, random: ports.entropy.id() };
  const examined = await examine(evaluating, asking, rater);
  if (!examined.ok) return endOf(asking, examined.refusal);
  const rating = { rubric, rater };
  const compared = await compareAll(asking, placeOfItems(asking, rating), {
    items: rubric.questions.items,
    compare: (item) => compareItem(asking, rating, item),
  });
  if (!compared.ok) return endOf(asking, compared.refusal);
  const pairs = rubric.questions.items.map((item) =>
    ratedPair(
      { id: item.id, unit: rubric.questions.unitOf(item) },
      compared.value.get(item.id) ?? 0,
    ),
  );
  return { kind: "rated", rated: { pairs, rater: examined.value } };
}

/** What was taken back because something newer happened says nothing of the rater. */
async function endOf(asking: Asking, reason: ReasonCode): Promise<Rated> {
  return (await asking.isCurrent()) ? { kind: "unrated", reason } : { kind: "overtaken" };
}

async function examine(
  { epoch, pair, prepared: { rubric } }: Evaluating,
  asking: Asking,
  rater: Rater,
): Promise<ReturnType<typeof assessRater> | ReturnType<typeof refused<ReasonCode>>> {
  const labelled = rubric?.labelled ?? [];
  const place = {
    artifact: rubric?.calibration ?? RATING_DIGEST,
    suite: digestOfJson({
      examined: RATING_DIGEST,
      model: { ...rater.model },
      repository: pair.repositoryId,
      system: pair.system,
      epoch: epoch.epoch,
    }),
  };
  const heard = await compareAll(asking, place, {
    items: labelled,
    compare: ({ id, comparison }) => compareAnswers(rater, id, comparison),
  });
  if (!heard.ok) return heard;
  return assessRater(
    labelled.map(({ id, truth }) => ({ truth, preference: heard.value.get(id) ?? 0 })),
  );
}

type Rating = { readonly rubric: Rubric; readonly rater: Rater };

function placeOfItems(
  { baseline, candidate }: Asking,
  { rubric, rater }: Rating,
): { readonly artifact: Digest; readonly suite: Digest } {
  const asked = ({ artifact, models }: Side) => ({ artifact, models });
  const suite = digestOfJson({
    rated: RATING_DIGEST,
    dataset: rubric.questions.digest,
    field: rubric.field,
    model: { ...rater.model },
    baseline: asked(baseline),
    candidate: asked(candidate),
  });
  return { artifact: candidate.artifact, suite };
}

/** Runs both versions; the same text is a tie that nobody needs to be asked about. */
async function compareItem(
  { baseline, candidate }: Asking,
  { rubric, rater }: Rating,
  item: SuiteItem,
): Promise<Result<Preference, ReasonCode>> {
  const asked = rubricOf(item);
  if (asked === undefined) return refused("suite-invalid");
  const runs = [baseline, candidate].map((side) => side.runner.run(item.input, item.id));
  const [before, after] = (await Promise.all(runs)).map((run) => textOf(run, rubric.field));
  if (before === after) return accepted(0);
  if (after === undefined) return accepted(-1);
  if (before === undefined) return accepted(1);
  return compareAnswers(rater, item.id, {
    rubric: asked,
    input: item.input,
    baseline: before,
    candidate: after,
  });
}

/** A run that failed, or that says nothing there, has no text; it loses against one that has. */
function textOf(run: RunResult, field: string): string | undefined {
  const text = run.kind === "answered" ? run.output[field] : undefined;
  return typeof text === "string" && text.trim() !== "" ? text : undefined;
}

type Comparing<Item> = {
  readonly items: readonly Item[];
  readonly compare: (item: Item) => Promise<Result<Preference, ReasonCode>>;
};

/** Compares what was not compared before, a few at a time, and keeps every answer. */
async function compareAll<Item extends { readonly id: string }>(
  asking: Asking,
  place: { readonly artifact: Digest; readonly suite: Digest },
  { items, compare }: Comparing<Item>,
): Promise<Result<ReadonlyMap<string, Preference>, ReasonCode>> {
  const { store } = asking.ports;
  const kept = await store.transact((tx) => tx.evidence.cases(place.artifact, place.suite));
  const known = new Map<string, Preference>();
  for (const { item, record } of kept) {
    const preference = parsePreference(record);
    if (preference !== undefined) known.set(item, preference);
  }
  const open = items.filter(({ id }) => !known.has(id));
  for (let at = 0; at < open.length; at += AT_ONCE) {
    if (!(await asking.isCurrent())) return refused("evaluation-interrupted");
    const batch = open.slice(at, at + AT_ONCE);
    const heard = await Promise.all(
      batch.map(async (item) => ({ item, told: await compare(item) })),
    );
    for (const { item, told } of heard) {
      if (!told.ok) return told;
      known.set(item.id, told.value);
    }
    const records = batch.map(({ id }) => ({
      ...place,
      item: id,
      record: { preference: known.get(id) ?? 0 },
    }));
    await store.transact((tx) => tx.evidence.saveCases(records));
  }
  return accepted(known);
}
