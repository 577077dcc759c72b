import { STAKE } from "./bet-grid.ts";

/**
 * Shares of the largest stake, in geometric steps from .05 to .3: each is the best bet for a drop by
 * that share of the reference. Fewer and closer than the e-process's, because what is to be found
 * is not small: a mixture of twelve over .02 to .9 finds a drop from .90 to .80 a sixth later.
 */
const DROPS: readonly number[] = [0.05, 0.078254, 0.122474, 0.191683, 0.3];

/**
 * Sixteenths of the evidence that each bet carries: most on drops by .07 to .11 of the reference.
 * Any weights that sum to one and are fixed beforehand keep the run length; with these a drop from
 * .90 to .80 is found one outcome in twenty sooner than with even ones.
 */
const PARTS: readonly number[] = [2, 6, 5, 2, 1];
const WHOLE = 16;

/**
 * Watches a promoted version for a change to the worse, without end: a mixture of Shiryaev–Roberts
 * e-detectors (Shin, Ramdas & Rinaldo). Each bet runs M ← (M + 1)(1 + λ(reference − x)).
 *
 * Alarm at evidence ≥ A means: while the mean stays at or above the reference, at least A outcomes
 * pass on average until a false alarm. + and × only, so it replays bit for bit.
 */
export type EDetector = {
  /** Mean outcome below which the version has got worse; in (0, 1). */
  readonly reference: number;
  readonly sums: readonly number[];
  readonly n: number;
  /** Outcomes that were no score in [0, 1] and told nothing. */
  readonly unread: number;
};

/** Sums stop growing here; every alarm lies far below. */
const LARGEST = 1e15;

/** A reference that leaves nothing to bet on is a fault: it comes from our own threshold. */
export function startEDetector(reference: number): EDetector {
  if (!(reference > 0 && reference < 1)) {
    throw new RangeError("a reference outside (0, 1) leaves nothing to bet on");
  }
  return { reference, sums: DROPS.map(() => 0), n: 0, unread: 0 };
}

/** One more outcome in [0, 1], larger being better. */
export function watchOutcome(detector: EDetector, outcome: number): EDetector {
  const { reference, sums, n, unread } = detector;
  if (!(outcome >= 0 && outcome <= 1)) return { ...detector, unread: unread + 1 };
  const stake = STAKE / (1 - reference);
  const shortfall = reference - outcome;
  const after = sums.map((sum, at) =>
    Math.min((sum + 1) * (1 + stake * (DROPS[at] ?? 0) * shortfall), LARGEST),
  );
  return { reference, sums: after, n: n + 1, unread };
}

/** Evidence of a change at some unknown moment: an alarm when it reaches the run length asked for. */
export function changeEvidence({ sums }: EDetector): number {
  let total = 0;
  for (const [at, sum] of sums.entries()) total += (PARTS[at] ?? 0) * sum;
  return total / WHOLE;
}
