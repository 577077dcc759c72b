import { normalQuantile } from "./normal.ts";

/** How well a judge knows right from wrong, found on items whose truth is known. */
export type JudgeCalibration = {
  /** Share of wrong items that the judge calls wrong (specificity), over `wrongItems`. */
  readonly specificity: number;
  readonly wrongItems: number;
  /** Share of right items that the judge calls right (sensitivity), over `rightItems`. */
  readonly sensitivity: number;
  readonly rightItems: number;
};

export type CorrectedRate = {
  readonly rate: number;
  readonly lower: number;
  readonly upper: number;
};

/** A judge below it tells too little apart: what is divided by is mostly noise. */
export const LEAST_INFORMED = 0.6;

/** Youden's J, q₀ + q₁ − 1: the factor by which a judge shrinks every true difference. */
export function informednessOf({ specificity, sensitivity }: JudgeCalibration): number {
  return specificity + sensitivity - 1;
}

export function isInformed(judge: JudgeCalibration): boolean {
  return informednessOf(judge) >= LEAST_INFORMED;
}

/**
 * The true share of right items behind a judge's share `judged` of `items`: (p + q₀ − 1) / (q₀ +
 * q₁ − 1), with an interval that counts the judge's own uncertainty (Lee et al., arXiv 2511.21140).
 * Assumes that the judge errs alike in both versions; one that learnt its taste is not corrected.
 * Figures that are no shares or counts, and a judge no better than a coin: 0.5 within [0, 1].
 */
export function correctJudgedRate(
  { judged, items }: { readonly judged: number; readonly items: number },
  judge: JudgeCalibration,
  alpha = 0.05,
): CorrectedRate {
  if (!isUsable(judged, items, judge)) return { rate: 0.5, lower: 0, upper: 1 };
  const z = normalQuantile(1 - alpha / 2);
  const smooth = smoothed({ judged, items }, judge, z);
  const { n, p, m0, q0, m1, q1 } = smooth;
  const spread = q0 + q1 - 1;
  const rate = clipped((judged + judge.specificity - 1) / informednessOf(judge));
  const centre = (p + q0 - 1) / spread;
  const noise = { wrong: (q0 * (1 - q0)) / m0, right: (q1 * (1 - q1)) / m1 };
  const shift = 2 * z * z * (-(1 - centre) * noise.wrong + centre * noise.right);
  const variance =
    (p * (1 - p)) / n + (1 - centre) ** 2 * noise.wrong + centre * centre * noise.right;
  const half = (z * Math.sqrt(variance)) / spread;
  return {
    rate,
    lower: clipped(centre + shift - half),
    upper: clipped(centre + shift + half),
  };
}

/** Agresti and Coull's smoothing of the rate, Laplace's of the calibration. */
function smoothed(
  { judged, items }: { readonly judged: number; readonly items: number },
  { specificity, wrongItems, sensitivity, rightItems }: JudgeCalibration,
  z: number,
): Readonly<Record<"n" | "p" | "m0" | "q0" | "m1" | "q1", number>> {
  return {
    n: items + z * z,
    p: (items * judged + (z * z) / 2) / (items + z * z),
    m0: wrongItems + 2,
    q0: (wrongItems * specificity + 1) / (wrongItems + 2),
    m1: rightItems + 2,
    q1: (rightItems * sensitivity + 1) / (rightItems + 2),
  };
}

function isUsable(judged: number, items: number, judge: JudgeCalibration): boolean {
  const shares = [judged, judge.specificity, judge.sensitivity];
  const counts = [items, judge.wrongItems, judge.rightItems];
  return (
    shares.every((share) => share >= 0 && share <= 1) &&
    counts.every((count) => count > 0 && count < Infinity) &&
    informednessOf(judge) > 0 &&
    smoothedSpread(judge) > 0
  );
}

function smoothedSpread(judge: JudgeCalibration): number {
  const { q0, q1 } = smoothed({ judged: 0.5, items: 1 }, judge, 1);
  return q0 + q1 - 1;
}

function clipped(share: number): number {
  return Math.min(1, Math.max(0, share));
}
