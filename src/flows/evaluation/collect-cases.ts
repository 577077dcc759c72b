import { EVALUATOR_DIGEST } from "../../core/evaluation/evaluator.ts";
import { measureAnswer } from "../../core/evaluation/measure-answer.ts";
import { parseMeasure } from "../../core/evaluation/parse-measure.ts";
import type { Measure, PairedRecord } from "../../core/evaluation/records.ts";
import type { AskedItem } from "../../core/evaluation/epochs.ts";
import { type Digest, digestOfJson } from "../../core/kernel/digest.ts";
import type { ModelRefusal } from "../../ports/models.ts";
import type { Ports } from "../../ports/ports.ts";
import type { CaseRecord } from "../../ports/store/evidence.ts";
import type { StoreWith } from "../../ports/store/store-with.ts";
import type { ModelDesk } from "./model-desk.ts";
import type { Runner } from "./run-artifact.ts";

/** What the cases of one version are kept under. */
export type AskedSide = {
  readonly artifact: Digest;
  /** Models that answer it, by name. With others, or with none, it gives other answers. */
  readonly models: readonly string[];
  /** Names the runner that the charter says and its limits; absent for the interpreter. */
  readonly command?: Digest;
};

/** One side of the comparison: which version, and how to ask it. */
export type Side = AskedSide & { readonly runner: Runner };

export type Asking = {
  readonly ports: Pick<Ports, "clock"> & { readonly store: StoreWith<"evidence"> };
  readonly baseline: Side;
  readonly candidate: Side;
  readonly models?: ModelDesk;
  isCurrent(): Promise<boolean>;
  onProgress(progress: Progress): void | Promise<void>;
};

/** How many items of those that were open are answered, beside those that were known before. */
export type Progress = {
  readonly suite: Digest;
  readonly done: number;
  readonly total: number;
  readonly known: number;
};

/** A suite as it is asked: its digest, its items in order, and what makes one unit of evidence. */
export type Questions = {
  readonly digest: Digest;
  readonly items: readonly AskedItem[];
  readonly unitOf: (item: AskedItem) => string;
  /**
   * For a suite that may grow: its answers are kept under this name, each by what its item asks, so
   * that an item which stands unchanged in a longer suite is not asked again.
   */
  readonly kept?: { readonly as: string; readonly names: ReadonlyMap<string, Digest> };
  /** Whether so many items may be asked at all; absent for what everybody may read. */
  readonly mayAsk?: (items: number) => Promise<boolean>;
};

export type Collected =
  | { readonly kind: "collected"; readonly pairs: readonly PairedRecord[]; readonly asked: number }
  /** Something newer happened; what was asked so far is kept. */
  | { readonly kind: "overtaken" }
  /** The budget has not so many sealed pairs left; none was asked. */
  | { readonly kind: "unaffordable" }
  /** The sandbox died under a run, twice: nobody can say whose fault that is. */
  | { readonly kind: "crashed" }
  /** The command of one side has spent its time for all items. */
  | { readonly kind: "over-time" }
  /** A model could not be asked, for a reason that says nothing of the versions. */
  | { readonly kind: "unanswered"; readonly reason: ModelRefusal["reason"] };

/**
 * Answers are kept after so many items or so long, whichever comes first, and the unit that was begun:
 * a kill loses no more, and leaves no unit half answered.
 */
const BATCH_ITEMS = 25;
const BATCH_MS = 3_000;

/**
 * Asks every item that has no pair of answers, both versions side by side, but for a version that has
 * answered it before: the first answer stands, so another would be paid for and thrown away. The
 * pairs are read back from the store: what decides is what was kept.
 */
export async function collectCases(asking: Asking, questions: Questions): Promise<Collected> {
  const known = await loadPairs(asking, questions, questions.items);
  const open = questions.items.filter((item) => !isAnswered(questions, known, item));
  if ((await questions.mayAsk?.(open.length)) === false) return { kind: "unaffordable" };
  const queue = [...open];
  while (queue.length > 0) {
    if (!(await asking.isCurrent())) return { kind: "overtaken" };
    const records = await askBatch(asking, queue, { questions, known });
    if (hasCrashed(asking)) return { kind: "crashed" };
    if (isOverTime(asking)) return { kind: "over-time" };
    const refusal = asking.models?.refusal();
    if (refusal !== undefined) return asOf(asking, refusal);
    await asking.ports.store.transact((tx) => tx.evidence.saveCases(records));
    await asking.onProgress({
      suite: questions.digest,
      done: open.length - queue.length,
      total: open.length,
      known: questions.items.length - open.length,
    });
  }
  const kept = open.length === 0 ? known : joined(known, await loadPairs(asking, questions, open));
  return { kind: "collected", pairs: pairUp(questions, kept), asked: open.length };
}

/** Ids of the items that both sides have answered. */
export async function answeredOf(
  asking: Asking,
  questions: Questions,
): Promise<ReadonlySet<string>> {
  const known = await loadPairs(asking, questions, questions.items);
  const answered = questions.items.filter((item) => isAnswered(questions, known, item));
  return new Set(answered.map(({ id }) => id));
}

/** What was taken back because something newer happened is no refusal. */
async function asOf(asking: Asking, { reason }: ModelRefusal): Promise<Collected> {
  return (await asking.isCurrent()) ? { kind: "unanswered", reason } : { kind: "overtaken" };
}

/** A batch in which a child died is not kept: a kept case is never asked again. */
function hasCrashed({ baseline, candidate }: Asking): boolean {
  return baseline.runner.crashes() + candidate.runner.crashes() > 0;
}

function isOverTime({ baseline, candidate }: Asking): boolean {
  return baseline.runner.isOverTime() || candidate.runner.isOverTime();
}

/** Cases of another evaluator are other cases: they are neither reused nor overwritten. */
export function caseKey(
  { digest, kept }: Pick<Questions, "digest" | "kept">,
  { models, command }: AskedSide,
): Digest {
  const asked = {
    ...(models.length === 0 ? {} : { models }),
    ...(command === undefined ? {} : { command }),
  };
  return digestOfJson({ suite: kept?.as ?? digest, evaluator: EVALUATOR_DIGEST, ...asked });
}

function nameOf({ kept }: Questions, { id }: AskedItem): string {
  return kept?.names.get(id) ?? id;
}

type Open = { readonly questions: Questions; readonly known: Known };

async function askBatch(
  { ports, baseline, candidate }: Asking,
  queue: AskedItem[],
  { questions, known }: Open,
): Promise<readonly CaseRecord[]> {
  const records: CaseRecord[] = [];
  const until = ports.clock.now() + BATCH_MS;
  const isFull = (): boolean =>
    records.length >= 2 * BATCH_ITEMS || (records.length > 0 && ports.clock.now() >= until);
  let last: AskedItem | undefined;
  for (let item = queue.at(0); item !== undefined; item = queue.at(0)) {
    const isWithin = last !== undefined && questions.unitOf(last) === questions.unitOf(item);
    if (isFull() && !isWithin) break;
    const name = nameOf(questions, item);
    const sides = [
      ...(known.before.has(name) ? [] : [baseline]),
      ...(known.after.has(name) ? [] : [candidate]),
    ];
    records.push(...(await askSides(sides, item, questions)));
    last = queue.shift();
  }
  return records;
}

async function askSides(
  sides: readonly Side[],
  item: AskedItem,
  questions: Questions,
): Promise<readonly CaseRecord[]> {
  return Promise.all(
    sides.map(async (side): Promise<CaseRecord> => {
      const record = measureAnswer(item, await side.runner.run(item.input, item.id));
      const { artifact } = side;
      return { artifact, suite: caseKey(questions, side), item: nameOf(questions, item), record };
    }),
  );
}

type Known = {
  readonly before: ReadonlyMap<string, Measure>;
  readonly after: ReadonlyMap<string, Measure>;
};

type Sides = {
  readonly ports: { readonly store: StoreWith<"evidence"> };
  readonly baseline: AskedSide;
  readonly candidate: AskedSide;
};

/** The pairs of a suite as they are kept, where all of it was answered; nothing else is asked. */
export async function keptPairs(
  sides: Sides,
  questions: Questions,
): Promise<readonly PairedRecord[] | undefined> {
  const known = await loadPairs(sides, questions, questions.items);
  const isWhole = questions.items.every((item) => isAnswered(questions, known, item));
  return isWhole ? pairUp(questions, known) : undefined;
}

/** Of these items alone: a suite is asked in parts, and a baseline has answered much of it. */
async function loadPairs(
  { ports, baseline, candidate }: Sides,
  questions: Questions,
  items: readonly AskedItem[],
): Promise<Known> {
  const names = items.map((item) => nameOf(questions, item));
  const [before, after] = await ports.store.transact(async (tx) => [
    await tx.evidence.cases(baseline.artifact, caseKey(questions, baseline), names),
    await tx.evidence.cases(candidate.artifact, caseKey(questions, candidate), names),
  ]);
  return { before: measuresOf(before ?? []), after: measuresOf(after ?? []) };
}

function joined(known: Known, later: Known): Known {
  return {
    before: new Map([...known.before, ...later.before]),
    after: new Map([...known.after, ...later.after]),
  };
}

function measuresOf(cases: readonly CaseRecord[]): ReadonlyMap<string, Measure> {
  return new Map(
    cases.flatMap(({ item, record }): readonly [string, Measure][] => {
      const measure = parseMeasure(record);
      return measure === undefined ? [] : [[item, measure]];
    }),
  );
}

function isAnswered(questions: Questions, { before, after }: Known, item: AskedItem): boolean {
  const name = nameOf(questions, item);
  return before.has(name) && after.has(name);
}

/** Fails closed: an item without both answers is a fault of the store, never a smaller suite. */
function pairUp(questions: Questions, { before, after }: Known): readonly PairedRecord[] {
  return questions.items.map((item) => {
    const baseline = before.get(nameOf(questions, item));
    const candidate = after.get(nameOf(questions, item));
    if (baseline === undefined || candidate === undefined) {
      throw new Error("the store lost a case that was just kept");
    }
    const epoch = item.again === undefined ? {} : { epoch: item.again.epoch };
    return { item: item.id, ...epoch, unit: questions.unitOf(item), baseline, candidate };
  });
}
