import { type Letters, lettersOf, mirrored, stepsBackOf, stepsOf } from "./letters.ts";
import { plainWords } from "./plain-words.ts";
import { SHINGLE, shingleAfter, shinglesOf } from "./shingles.ts";
import type { SuiteRow } from "./suite-items.ts";

/** One text of one item: its id, and how many letters it has. */
export type Quote = { readonly item: string; readonly letters: number };

export type ItemIndex = {
  readonly quotes: readonly Quote[];
  /** Which quote a shingle is of, and where in it; shingles of several items tell nothing. */
  readonly places: ReadonlyMap<number, number>;
  /** Which shingles cannot be in `places`: most of a text's are not, and this is cheaper to ask. */
  readonly maybe: Sieve;
};

/** One bit for each remainder of a shingle: bytes would crowd everything else out of the cache. */
type Sieve = Uint32Array;

const WORDS = 0x1000;

/** Shorter texts are what anybody may say; four words or fewer prove nothing either. */
const FEWEST_WORDS = 5;
const FEWEST_LETTERS = 20;

const ROOM = 65_536;
const SHARED = -1;

export function indexItems(items: readonly SuiteRow[]): ItemIndex {
  const quotes: Quote[] = [];
  const places = new Map<number, number>();
  for (const { id, texts } of items) {
    for (const text of texts) {
      const { codes } = lettersOf(text);
      if (codes.length < FEWEST_LETTERS || plainWords(text).length < FEWEST_WORDS) continue;
      notePlaces(places, shinglesOf(stepsOf(codes)).slice(0, ROOM), quotes.length);
      quotes.push({ item: id, letters: Math.min(codes.length, ROOM) });
    }
  }
  const maybe = new Uint32Array(WORDS);
  for (const [shingle, place] of places) {
    if (place === SHARED) places.delete(shingle);
    else maybe[wordOf(shingle)] = (maybe[wordOf(shingle)] ?? 0) | (1 << (shingle & 31));
  }
  return { quotes, places, maybe };
}

function mayHold(maybe: Sieve, shingle: number): boolean {
  return ((maybe[wordOf(shingle)] ?? 0) & (1 << (shingle & 31))) !== 0;
}

function wordOf(shingle: number): number {
  return (shingle >>> 5) & (WORDS - 1);
}

function notePlaces(places: Map<number, number>, shingles: Int32Array, quote: number): void {
  for (const [at, shingle] of shingles.entries()) {
    const known = places.get(shingle);
    const isOwn = known === undefined || quoteAt(known) === quote;
    places.set(shingle, isOwn ? quote * ROOM + at : SHARED);
  }
}

function quoteAt(place: number): number {
  return Math.floor(place / ROOM);
}

/** What a text has of each quote: by the quote's number, the places of the shingles found. */
export type Recall = Map<number, Map<number, number>>;

/**
 * Notes which shingles of the index a row of letters holds: as they stand, moved along the alphabet,
 * mirrored in it, and each of these backwards.
 */
export function noteRecall(recall: Recall, index: ItemIndex, { codes, at }: Letters): void {
  const [forward, backward] = [stepsOf(codes), stepsBackOf(codes)];
  const placeOf = (start: number): number => at[start] ?? 0;
  const placeBack = (start: number): number => at[at.length - 1 - start] ?? 0;
  noteSteps(recall, index, { steps: forward, placeOf });
  noteSteps(recall, index, { steps: mirrored(forward), placeOf });
  noteSteps(recall, index, { steps: backward, placeOf: placeBack });
  noteSteps(recall, index, { steps: mirrored(backward), placeOf: placeBack });
}

function noteSteps(
  recall: Recall,
  { places, maybe }: ItemIndex,
  read: { readonly steps: readonly number[]; readonly placeOf: (start: number) => number },
): void {
  const { steps } = read;
  let shingle = 0;
  for (let end = 0; end < steps.length; end += 1) {
    shingle = shingleAfter(shingle, steps, end);
    const start = end - SHINGLE + 1;
    const place = start >= 0 && mayHold(maybe, shingle) ? places.get(shingle) : undefined;
    if (place === undefined) continue;
    const quote = quoteAt(place);
    const found = recall.get(quote) ?? new Map<number, number>();
    recall.set(quote, found);
    if (!found.has(place % ROOM)) found.set(place % ROOM, read.placeOf(start));
  }
}

/** The share of a quote's letters that the shingles found cover. */
export function coverageOf(quote: Quote, found: Iterable<number>): number {
  let covered = 0;
  let until = 0;
  for (const place of [...found].sort((left, right) => left - right)) {
    const end = place + SHINGLE + 1;
    covered += end - Math.max(place, until);
    until = end;
  }
  return covered / quote.letters;
}
