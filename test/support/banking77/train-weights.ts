import { randomOf } from "../../bench/simulation/random.ts";
import type { DataSet, Query } from "./data-set.ts";

/** What a stem is worth for each intent: the place of an intent and its weight, in turn. */
export type Weights = Readonly<Record<string, readonly number[]>>;

export type Lesson = {
  readonly queries: readonly Query[];
  readonly rounds: number;
  /** A stem has to be in so many queries to be learnt. */
  readonly leastSeen: number;
};

/** Smaller weights are left out: so many numbers stay that the file is read within its limits. */
const MOST_WEIGHTS = 16_000;

const RATE = 2;

type Row = { readonly features: readonly number[]; readonly intent: number };

/**
 * A linear model of the stems in a message, fitted by stochastic gradient descent on the logistic
 * loss; the same weights for the same lesson. `wordsOf` is the agent's own reading of a message.
 */
export function trainWeights(
  { intents }: Pick<DataSet, "intents">,
  wordsOf: (message: string) => readonly string[],
  { queries, rounds, leastSeen }: Lesson,
): Weights {
  const read = queries.map(({ message, intent }) => ({ words: wordsOf(message), intent }));
  const stems = stemsOf(read, leastSeen);
  const placeOf = new Map(stems.map((stem, at) => [stem, at]));
  const rows = read.map(({ words, intent }) => ({
    features: words.flatMap((word) => placeOf.get(word) ?? []),
    intent: intents.indexOf(intent),
  }));
  const model = { weights: new Float64Array(stems.length * intents.length), width: intents.length };
  const random = randomOf(77, rounds);
  for (let round = 0; round < rounds; round += 1) {
    for (const row of shuffled(rows, random)) descend(model, row, RATE / (1 + round));
  }
  return written(stems, model);
}

function stemsOf(read: readonly { readonly words: readonly string[] }[], leastSeen: number) {
  const seen = new Map<string, number>();
  for (const { words } of read) {
    for (const word of words) seen.set(word, (seen.get(word) ?? 0) + 1);
  }
  return [...seen].flatMap(([stem, times]) => (times >= leastSeen ? [stem] : [])).toSorted();
}

type Model = { readonly weights: Float64Array; readonly width: number };

/** One step against the gradient of one query's loss. */
function descend({ weights, width }: Model, { features, intent }: Row, rate: number): void {
  const scale = 1 / Math.sqrt(Math.max(1, features.length));
  const scores = new Float64Array(width);
  for (const feature of features) {
    for (let at = 0; at < width; at += 1) {
      scores[at] = (scores[at] ?? 0) + (weights[feature * width + at] ?? 0) * scale;
    }
  }
  const best = scores.reduce((left, right) => Math.max(left, right), Number.NEGATIVE_INFINITY);
  const shares = scores.map((score) => Math.exp(score - best));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const steps = shares.map((share, at) => rate * scale * (share / total - (at === intent ? 1 : 0)));
  for (const feature of features) {
    for (let at = 0; at < width; at += 1) {
      weights[feature * width + at] = (weights[feature * width + at] ?? 0) - (steps[at] ?? 0);
    }
  }
}

function shuffled(rows: readonly Row[], random: () => number): readonly Row[] {
  const order = [...rows];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [left, right] = [order[last], order[other]];
    if (left === undefined || right === undefined) continue;
    [order[last], order[other]] = [right, left];
  }
  return order;
}

/** To a tenth, the largest only: what is left out moves few answers. */
function written(stems: readonly string[], { weights, width }: Model): Weights {
  const sizes = weights.map(Math.abs).toSorted();
  const least = Math.max(0.05, sizes.at(-MOST_WEIGHTS) ?? 0);
  const rows = stems.map((stem, row): readonly [string, readonly number[]] => {
    const worth = [...weights.subarray(row * width, (row + 1) * width)];
    return [
      stem,
      worth.flatMap((one, at) => (Math.abs(one) < least ? [] : [at, Math.round(one * 10) / 10])),
    ];
  });
  return Object.fromEntries(rows.filter(([, worth]) => worth.length > 0));
}
