import { EVALUATOR_DIGEST } from "../../core/evaluation/evaluator.ts";
import { measureAnswer } from "../../core/evaluation/measure-answer.ts";
import { parseMeasure } from "../../core/evaluation/parse-measure.ts";
import type { Measure, PairedRecord } from "../../core/evaluation/records.ts";
import type { SuiteItem } from "../../core/ir/parse-suite.ts";
import { type Digest, digestOfJson } from "../../core/kernel/digest.ts";
import type { ModelRefusal } from "../../ports/models.ts";
import type { Ports } from "../../ports/ports.ts";
import type { CaseRecord } from "../../ports/store/evidence.ts";
import type { StoreWith } from "../../ports/store/store-with.ts";
import type { ModelDesk } from "./model-desk.ts";
import type { Runner } from "./run-artifact.ts";

/** One side of the comparison: which version, and how to ask it. */
export type Side = {
  readonly artifact: Digest;
  readonly runner: Runner;
  /** Models that answer it, by name. With others, or with none, it gives other answers. */
  readonly models: readonly string[];
};

export type Asking = {
  readonly ports: Pick<Ports, "clock"> & { readonly store: StoreWith<"evidence"> };
  readonly baseline: Side;
  readonly candidate: Side;
  readonly models?: ModelDesk;
  isCurrent(): Promise<boolean>;
  onProgress(done: number, total: number): void;
};

/** A suite as it is asked: its digest, its items in order, and what makes one unit of evidence. */
export type Questions = {
  readonly digest: Digest;
  readonly items: readonly SuiteItem[];
  readonly unitOf: (item: SuiteItem) => string;
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
  /** A model could not be asked, for a reason that says nothing of the versions. */
  | { readonly kind: "unanswered"; readonly reason: ModelRefusal["reason"] };

/** Answers are kept after so many items or so long, whichever comes first: a kill loses no more. */
const BATCH_ITEMS = 25;
const BATCH_MS = 3_000;

/**
 * Asks both versions every item that they have not answered before, side by side, and reads the
 * pairs back from the store: what decides is what was kept.
 */
export async function collectCases(asking: Asking, questions: Questions): Promise<Collected> {
  const known = await loadPairs(asking, questions.digest);
  const open = questions.items.filter(({ id }) => !known.before.has(id) || !known.after.has(id));
  if ((await questions.mayAsk?.(open.length)) === false) return { kind: "unaffordable" };
  const queue = [...open];
  while (queue.length > 0) {
    if (!(await asking.isCurrent())) return { kind: "overtaken" };
    const records = await askBatch(asking, queue, questions.digest);
    if (hasCrashed(asking)) return { kind: "crashed" };
    const refusal = asking.models?.refusal();
    if (refusal !== undefined) return asOf(asking, refusal);
    await asking.ports.store.transact((tx) => tx.evidence.saveCases(records));
    asking.onProgress(open.length - queue.length, open.length);
  }
  const kept = open.length === 0 ? known : await loadPairs(asking, questions.digest);
  return { kind: "collected", pairs: pairUp(questions, kept), asked: open.length };
}

/** What was taken back because something newer happened is no refusal. */
async function asOf(asking: Asking, { reason }: ModelRefusal): Promise<Collected> {
  return (await asking.isCurrent()) ? { kind: "unanswered", reason } : { kind: "overtaken" };
}

/** A batch in which a child died is not kept: a kept case is never asked again. */
function hasCrashed({ baseline, candidate }: Asking): boolean {
  return baseline.runner.crashes() + candidate.runner.crashes() > 0;
}

/** Cases of another evaluator are other cases: they are neither reused nor overwritten. */
function keyOf(suite: Digest, { models }: Side): Digest {
  const asked = models.length === 0 ? {} : { models };
  return digestOfJson({ suite, evaluator: EVALUATOR_DIGEST, ...asked });
}

async function askBatch(
  { ports, baseline, candidate }: Asking,
  queue: SuiteItem[],
  suite: Digest,
): Promise<readonly CaseRecord[]> {
  const records: CaseRecord[] = [];
  const until = ports.clock.now() + BATCH_MS;
  for (let count = 0; count < BATCH_ITEMS && ports.clock.now() < until; count += 1) {
    const item = queue.shift();
    if (item === undefined) break;
    const both = [baseline, candidate].map(async (side): Promise<CaseRecord> => {
      const record = measureAnswer(item, await side.runner.run(item.input, item.id));
      return { artifact: side.artifact, suite: keyOf(suite, side), item: item.id, record };
    });
    records.push(...(await Promise.all(both)));
  }
  return records;
}

type Known = {
  readonly before: ReadonlyMap<string, Measure>;
  readonly after: ReadonlyMap<string, Measure>;
};

async function loadPairs({ ports, baseline, candidate }: Asking, suite: Digest): Promise<Known> {
  const [before, after] = await ports.store.transact(async (tx) => [
    await tx.evidence.cases(baseline.artifact, keyOf(suite, baseline)),
    await tx.evidence.cases(candidate.artifact, keyOf(suite, candidate)),
  ]);
  return { before: measuresOf(before ?? []), after: measuresOf(after ?? []) };
}

function measuresOf(cases: readonly CaseRecord[]): ReadonlyMap<string, Measure> {
  return new Map(
    cases.flatMap(({ item, record }): readonly [string, Measure][] => {
      const measure = parseMeasure(record);
      return measure === undefined ? [] : [[item, measure]];
    }),
  );
}

/** Fails closed: an item without both answers is a fault of the store, never a smaller suite. */
function pairUp({ items, unitOf }: Questions, { before, after }: Known): readonly PairedRecord[] {
  return items.map((item) => {
    const baseline = before.get(item.id);
    const candidate = after.get(item.id);
    if (baseline === undefined || candidate === undefined) {
      throw new Error("the store lost a case that was just kept");
    }
    return { item: item.id, unit: unitOf(item), baseline, candidate };
  });
}
