import type { Caution } from "../evaluation/evaluation.ts";
import { digestOfJson } from "../kernel/digest.ts";
import { FLOORS } from "./thresholds.ts";

/** What became of one accepted mutation, and the entry of our own record that says so. */
export type LiveOutcome = { readonly seq: number; readonly kind: "held" | "failed" };

/** The latest so many count, so that a system that has become better is trusted again. */
const WINDOW = 20;

/** How much stricter, least first; beyond the last a suite of any size would accept nothing. */
const FACTORS = [2, 3, 5] as const;

/** How seldom a lower share of failures may bring so many about before it counts as refuted. */
const SURPRISE = 0.05;

/**
 * How strict to be with a system whose acceptances fail in front of live units. The profile promises
 * at most one in ten; twice, three or five times that share is taken for shown when the exact lower
 * limit (Clopper and Pearson) of the failures lies above it, and the bar rises by as much. It never
 * falls below the profile's own: good luck is no evidence about the next mutation.
 *
 * Plain sums and products, which every engine computes alike: who reads the record gets the same
 * factor to the last bit.
 */
export function cautionOf(outcomes: readonly LiveOutcome[], before: number): Caution {
  const latest = outcomes.slice(-WINDOW);
  const failed = latest.filter(({ kind }) => kind === "failed").length;
  const shown = FACTORS.filter(
    (factor) => chanceOf(failed, latest.length, factor * FLOORS.alpha) <= SURPRISE,
  );
  return {
    factor: shown.at(-1) ?? 1,
    failed,
    held: latest.length - failed,
    before,
    entries: digestOfJson(latest.map(({ seq, kind }) => [seq, kind])),
  };
}

/** The same as part of an epoch's place: nothing where no acceptance has met live units yet. */
export function knownCaution(
  outcomes: readonly LiveOutcome[],
  before: number,
): { readonly caution?: Caution } {
  return outcomes.length === 0 ? {} : { caution: cautionOf(outcomes, before) };
}

/** How likely at least so many failures among so many are, when each comes with this probability. */
function chanceOf(failures: number, count: number, probability: number): number {
  let term = 1;
  for (let trial = 0; trial < count; trial += 1) term *= 1 - probability;
  let tail = failures === 0 ? term : 0;
  for (let index = 1; index <= count; index += 1) {
    term *= ((count - index + 1) / index) * (probability / (1 - probability));
    if (index >= failures) tail += term;
  }
  return tail;
}
