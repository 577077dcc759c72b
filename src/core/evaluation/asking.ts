import type { Digest } from "../kernel/digest.ts";
import type { Settled } from "./statistics/standing.ts";

/** Units between two looks. Fixed, so that a batch cut short by a kill moves no look. */
const UNITS_PER_LOOK = 25;

/** What a decision rested on: so many units of a sealed suite that had so many items then. */
export type Rested = { readonly units: number; readonly items: number };

/**
 * How far a sealed suite was asked, and why no further. A figure of that suite like any other: a
 * quick stop tells of a large effect.
 */
export type Asking = Rested & {
  /** Units that it offered. */
  readonly of: number;
  readonly because: Settled | "asked-whole";
};

export type AskedSuite = Asking & {
  /** Ids of the items that were offered, in order: those that were asked are the beginning. */
  readonly offered: readonly string[];
  /** Follows from the suite alone; behind it the record commits to the asking. */
  readonly secret: Digest;
};

/**
 * After how many units the evidence is looked at, in order. `from` units are answered already:
 * none of the looks before is taken again, because choosing the best of several ends in hindsight
 * would be the running maximum, which promises nothing. `rested` is where an earlier decision
 * stood: with the same answers and a lower bar it may be decided there and then.
 */
export function looksAt(from: number, rested: number, of: number): readonly number[] {
  const looks: number[] = rested > 0 && rested >= from && rested < of ? [rested] : [];
  const passed = Math.max(from, rested + 1, 1);
  const first = Math.ceil(passed / UNITS_PER_LOOK) * UNITS_PER_LOOK;
  for (let at = first; at < of; at += UNITS_PER_LOOK) looks.push(at);
  return of > 0 ? [...looks, of] : looks;
}
