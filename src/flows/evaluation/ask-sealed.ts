import { type AskedSuite, looksAt, type Rested } from "../../core/evaluation/asking.ts";
import type { PairedRecord } from "../../core/evaluation/records.ts";
import { offerOf, unitEnds } from "../../core/evaluation/shard.ts";
import type { Settled } from "../../core/evaluation/statistics/standing.ts";
import type { AskedItem } from "../../core/evaluation/epochs.ts";
import {
  answeredOf,
  type Asking,
  collectCases,
  type Collected,
  type Questions,
} from "./collect-cases.ts";
import type { SealedQuestions } from "./prepare-suites.ts";

export type Sequence = {
  /** Whether so many items may be asked at all. */
  mayAsk(items: number): Promise<boolean>;
  /** Asks these items, of every version that they are to be compared on. */
  collect(questions: Questions): Promise<Collected>;
  /** What earlier decisions on this pair rested on. A clone, which has kept nothing, asks that first. */
  readonly rested: readonly Rested[];
  /** Whether what is answered since the last of them is still to be paid: who asked it was killed. */
  readonly isOwing: boolean;
  /** Why no further unit has to be asked. */
  settle(sealed: readonly PairedRecord[], left: number): Settled | undefined;
};

export type CollectedSealed =
  | (Extract<Collected, { readonly kind: "collected" }> & { readonly asking: AskedSuite })
  | Exclude<Collected, { readonly kind: "collected" }>;

type Offer = {
  /** In the order of the suite. */
  readonly suite: readonly AskedItem[];
  /** In the order in which they are asked. */
  readonly items: readonly AskedItem[];
  /** Where each unit ends. */
  readonly ends: readonly number[];
  /** How many of the items are answered: they come first. */
  readonly known: number;
};

/**
 * Asks the sealed suite in its fixed order and looks at the evidence after every so many units,
 * until it settles the matter or the suite ends. What is answered is never asked again, so a killed
 * evaluation, a lower bar and a longer suite all go on where the last look was.
 */
export async function askSealed(
  asking: Asking,
  sealed: SealedQuestions,
  sequence: Sequence,
): Promise<CollectedSealed> {
  const whole = await offerAt(asking, sealed, sealed.lines);
  // A killed evaluation goes on with what it began with: the same word, and the same purse.
  const first = sequence.isOwing ? await restedItems(asking, sealed, sequence) : whole.known;
  if (!(await sequence.mayAsk(whole.items.length - first))) return { kind: "unaffordable" };
  const before = await askRested(asking, sealed, sequence.rested);
  if (before.kind !== "collected") return before;
  const asked = await askByLooks(asking, sealed, sequence);
  if (asked.kind !== "collected") return asked;
  if (before.asked + asked.asked === 0 && !sequence.isOwing) return asked;
  // All of them, though a killed evaluation asked some before: what was decided on is paid for.
  return { ...asked, asked: asked.pairs.length - before.pairs.length };
}

async function askByLooks(
  asking: Asking,
  sealed: SealedQuestions,
  sequence: Sequence,
): Promise<CollectedSealed> {
  const offer = await offerAt(asking, sealed, sealed.lines);
  const of = offer.ends.length;
  const answered = offer.ends.filter((end) => end <= offer.known).length;
  let asked = 0;
  let pairs: readonly PairedRecord[] = [];
  for (const units of looksAt(answered, sequence.rested.at(-1)?.units ?? 0, of)) {
    const collected = await sequence.collect(firstUnits(sealed, offer, units));
    if (collected.kind !== "collected") return collected;
    asked += collected.asked;
    pairs = collected.pairs;
    const because = units === of ? undefined : sequence.settle(pairs, of - units);
    if (because === undefined && units < of) continue;
    const howFar = { units, of, items: sealed.lines, because: because ?? ("asked-whole" as const) };
    const rest = offer.items.slice(pairs.length).map(({ id }) => id);
    const offered = [...pairs.map(({ item }) => item), ...rest];
    const secret = sealed.secretAt(sealed.lines);
    return { kind: "collected", pairs, asked, asking: { ...howFar, offered, secret } };
  }
  throw new Error("a sealed suite without items was asked");
}

/** How many items the latest decision rested on. */
async function restedItems(
  asking: Asking,
  sealed: SealedQuestions,
  { rested }: Sequence,
): Promise<number> {
  const last = rested.at(-1);
  if (last === undefined) return 0;
  const offer = await offerAt(asking, sealed, last.items);
  return firstUnits(sealed, offer, last.units).items.length;
}

/** Asks what earlier decisions rested on, of the suite as it was then. */
async function askRested(
  asking: Asking,
  sealed: SealedQuestions,
  rested: readonly Rested[],
): Promise<Collected> {
  let [asked, pairs]: readonly [number, readonly PairedRecord[]] = [0, []];
  for (const { units, items: lines } of rested) {
    const offer = await offerAt(asking, sealed, lines);
    const collected = await collectCases(asking, firstUnits(sealed, offer, units));
    if (collected.kind !== "collected") return collected;
    [asked, pairs] = [asked + collected.asked, collected.pairs];
  }
  return { kind: "collected", pairs, asked };
}

async function offerAt(asking: Asking, sealed: SealedQuestions, lines: number): Promise<Offer> {
  const shard = sealed.shardAt(lines);
  const answered = await answeredOf(asking, { ...sealed.questions, items: shard.items });
  const items = offerOf(shard, answered);
  const known = Math.min(answered.size, items.length);
  return { suite: shard.items, items, ends: unitEnds(items, shard.unitOf), known };
}

/** In the suite's own order: a suite that grew in between gives the same bits to whoever replays it. */
function firstUnits(
  sealed: SealedQuestions,
  { suite, items, ends }: Offer,
  units: number,
): Questions {
  const end = units < 1 ? 0 : (ends[units - 1] ?? items.length);
  const first = new Set(items.slice(0, end));
  return { ...sealed.questions, items: suite.filter((item) => first.has(item)) };
}
