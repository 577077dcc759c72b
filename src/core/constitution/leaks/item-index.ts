import { type Letters, lettersOf, mirrored, stepsOf } from "./letters.ts";
import { plainWords } from "./plain-words.ts";
import { SHINGLE, shinglesOf } from "./shingles.ts";
import type { SuiteRow } from "./suite-items.ts";

/** One text of one item: its id, and how many letters it has. */
export type Quote = { readonly item: string; readonly letters: number };

export type ItemIndex = {
  readonly quotes: readonly Quote[];
  /** Which quote a shingle is of, and where in it; shingles of several items tell nothing. */
  readonly places: ReadonlyMap<number, number>;
  /** Which shingles cannot be in `places`: most of a text's are not, and this is cheaper to ask. */
  readonly maybe: Uint8Array;
};

const SIEVE = 0x1ffff;

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
  const maybe = new Uint8Array(SIEVE + 1);
  for (const [shingle, place] of places) {
    if (place === SHARED) places.delete(shingle);
    else maybe[shingle & SIEVE] = 1;
  }
  return { quotes, places, maybe };
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
  const forward = stepsOf(codes);
  const backward = stepsOf(codes.toReversed());
  const reversed = at.toReversed();
  noteSteps(recall, index, { steps: forward, at });
  noteSteps(recall, index, { steps: mirrored(forward), at });
  noteSteps(recall, index, { steps: backward, at: reversed });
  noteSteps(recall, index, { steps: mirrored(backward), at: reversed });
}

function noteSteps(
  recall: Recall,
  { places, maybe }: ItemIndex,
  read: { readonly steps: readonly number[]; readonly at: readonly number[] },
): void {
  const shingles = shinglesOf(read.steps);
  for (let start = 0; start < shingles.length; start += 1) {
    const shingle = shingles[start] ?? 0;
    const place = maybe[shingle & SIEVE] === 1 ? places.get(shingle) : undefined;
    if (place === undefined) continue;
    const quote = quoteAt(place);
    const found = recall.get(quote) ?? new Map<number, number>();
    recall.set(quote, found);
    if (!found.has(place % ROOM)) found.set(place % ROOM, read.at[start] ?? 0);
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
