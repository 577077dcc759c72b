import { barOf, FLOORS, type Profile } from "../../../src/core/decision/thresholds.ts";
import { claimedEffect } from "../../../src/core/evaluation/measurements.ts";
import {
  observeUnit,
  settledBy,
  type Settled,
  startStanding,
} from "../../../src/core/evaluation/statistics/standing.ts";
import { USUAL } from "../../../src/core/evaluation/statistics/bet-grid.ts";
import { eValueOf } from "../../../src/core/evaluation/statistics/e-process.ts";
import { normalCdf } from "../../../src/core/evaluation/statistics/normal.ts";
import type { Candidate } from "./mutations.ts";

type Judged = { readonly accepted: boolean; readonly pairs: number };

/** Meets the mutations of one stream in order; what it learnt of earlier ones it may use. */
type Acceptor = (candidate: Candidate) => Judged;

export type Entrant = { readonly name: string; readonly start: () => Acceptor };

/** Units between two looks: an evaluation asks in batches. */
const BATCH = 25;
const HYPOTHESES = { nullMean: 0, reverseMean: claimedEffect(0.02) };

/**
 * The product's own rule: asks the sealed suite in batches until the bar is reached, the claim is
 * refuted, or nothing more can be shown, and counts its accepts over the epoch.
 */
export function ours(profile: Profile, budget: number): Entrant {
  return {
    name: `Agent-Omega, ${profile}`,
    start: () => {
      let accepts = 0;
      return (candidate) => {
        const bar = barOf(profile, { accepts });
        const { settled, pairs } = askSealed(candidate, bar, budget);
        if (settled === "shown") accepts += 1;
        return { accepted: settled === "shown", pairs };
      };
    },
  };
}

export function askSealed(
  candidate: Pick<Candidate, "sealed">,
  bar: number,
  budget: number,
): { readonly settled: Settled | undefined; readonly pairs: number; readonly eValue: number } {
  let standing = startStanding(HYPOTHESES);
  const asked = { ...HYPOTHESES, bar, reverseBar: FLOORS.reverseBar };
  let settled: Settled | undefined;
  let pairs = 0;
  while (pairs < budget && settled === undefined) {
    for (let unit = 0; unit < BATCH; unit += 1) {
      standing = observeUnit(standing, candidate.sealed(), HYPOTHESES);
    }
    pairs += BATCH;
    settled = settledBy(standing, { ...asked, left: budget - pairs });
  }
  return { settled, pairs, eValue: eValueOf(standing.forward, USUAL) };
}

/** Takes whatever looks better on `items` public items. */
export function greedy(items: number): Entrant {
  const accept: Acceptor = (candidate) => ({
    accepted: sum(items, candidate.public) > 0,
    pairs: items,
  });
  return { name: `greedy, ${items} public items`, start: () => accept };
}

/** A minibatch of three first, then fifty, each by its bare sum. */
export const gepaLike: Entrant = {
  name: "minibatch of 3, then 50 (GEPA-like)",
  start: () => (candidate) => {
    if (sum(3, candidate.public) <= 0) return { accepted: false, pairs: 3 };
    return { accepted: sum(50, candidate.public) > 0, pairs: 53 };
  },
};

/** The same bet as ours on the sealed suite, at one bar for every decision: nothing over the run. */
export function fixedAlpha(budget: number): Entrant {
  return {
    name: "e-process at .05 for each decision",
    start: () => (candidate) => {
      const { settled, pairs } = askSealed(candidate, 1 / 0.05, budget);
      return { accepted: settled === "shown", pairs };
    },
  };
}

/** A z-test of the whole budget, tested by LORD++ (Ramdas et al. 2017) at `alpha`. */
export function lordPlusPlus(items: number, alpha = 0.1): Entrant {
  return {
    name: `LORD++, z-test of ${items} sealed items`,
    start: () => {
      const rejected: number[] = [];
      let test = 0;
      return (candidate) => {
        test += 1;
        const level = lordLevel(test, rejected, alpha);
        const accepted = pValueOf(items, candidate.sealed) <= level;
        if (accepted) rejected.push(test);
        return { accepted, pairs: items };
      };
    },
  };
}

export const alwaysAccept: Entrant = {
  name: "accepts everything",
  start: () => () => ({ accepted: true, pairs: 0 }),
};

export const alwaysReject: Entrant = {
  name: "rejects everything",
  start: () => () => ({ accepted: false, pairs: 0 }),
};

function sum(items: number, draw: () => number): number {
  let total = 0;
  for (let item = 0; item < items; item += 1) total += draw();
  return total;
}

/** One-sided, of the mean against 0. */
function pValueOf(items: number, draw: () => number): number {
  let [total, squares] = [0, 0];
  for (let item = 0; item < items; item += 1) {
    const difference = draw();
    total += difference;
    squares += difference * difference;
  }
  const mean = total / items;
  const error = Math.sqrt(Math.max(1e-12, squares / items - mean * mean) / items);
  return 1 - normalCdf(mean / error);
}

function lordLevel(test: number, rejected: readonly number[], alpha: number): number {
  const wealth = alpha / 10;
  const [first, ...others] = rejected;
  const begun = gammaOf(test) * wealth;
  if (first === undefined) return begun;
  const later = others.reduce((total, at) => total + gammaOf(test - at), 0);
  return begun + (alpha - wealth) * gammaOf(test - first) + alpha * later;
}

/** The weights that sum to one over all tests. */
function gammaOf(test: number): number {
  if (test < 1) return 0;
  return (0.07720838 * Math.log(Math.max(test, 2))) / (test * Math.exp(Math.sqrt(Math.log(test))));
}
