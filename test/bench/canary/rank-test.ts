import { normalQuantile } from "../../../src/core/evaluation/statistics/normal.ts";

/** Two series of measurements, in any order. */
export type TwoSeries = {
  readonly experiment: readonly number[];
  readonly control: readonly number[];
};

/** Of the two-sided interval that the judge asks for. */
export const CONFIDENCE = 0.98;
/** Share of the estimated shift that the interval must clear. */
export const TOLERANCE = 0.25;

const Z = normalQuantile(1 - (1 - CONFIDENCE) / 2);

/**
 * Width at which a bisection ends: that of the original's solver. A shift by less is none: with many
 * ties at zero, both the end and the estimate are zero but for this.
 */
const ACCURACY = 1e-4;

/**
 * Whether Kayenta's judge calls a metric "Low": the upper end of the shift's interval (Mann-Whitney,
 * corrected for ties and continuity) lies more than a quarter of the estimate below zero. Its limit
 * on the size of the effect, a ratio of means of at most 1, is met by every such shift.
 */
export function isLow({ experiment, control }: TwoSeries): boolean {
  const series: Sorted = {
    experiment: Float64Array.from(experiment).sort(),
    control: Float64Array.from(control).sort(),
  };
  const upper = shiftAt(series, -Z);
  return upper < -TOLERANCE * Math.abs(shiftAt(series, 0)) - ACCURACY;
}

type Sorted = { readonly experiment: Float64Array; readonly control: Float64Array };

/** The shift at which the standardised rank sum is `quantile`; it falls as the shift grows. */
function shiftAt(series: Sorted, quantile: number): number {
  const { experiment, control } = series;
  let low = (experiment[0] ?? 0) - (control.at(-1) ?? 0);
  let high = (experiment.at(-1) ?? 0) - (control[0] ?? 0);
  if (standardised(series, low) <= quantile) return low;
  if (standardised(series, high) >= quantile) return high;
  while (high - low > ACCURACY) {
    const middle = (low + high) / 2;
    if (standardised(series, middle) > quantile) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** How far the experiment, moved back by `shift`, ranks above the control, in standard errors. */
function standardised({ experiment, control }: Sorted, shift: number): number {
  const [m, n] = [experiment.length, control.length];
  let [above, tied, i, j] = [0, 0, 0, 0];
  while (i < m || j < n) {
    const at = Math.min(i < m ? moved(experiment, i, shift) : Infinity, control[j] ?? Infinity);
    const [iFrom, jFrom] = [i, j];
    while (i < m && moved(experiment, i, shift) === at) i += 1;
    while (j < n && control[j] === at) j += 1;
    above += (i - iFrom) * (jFrom + (j - jFrom) / 2);
    const group = i - iFrom + (j - jFrom);
    tied += group ** 3 - group;
  }
  const excess = above - (m * n) / 2;
  const spread = Math.sqrt(((m * n) / 12) * (m + n + 1 - tied / ((m + n) * (m + n - 1))));
  return spread === 0 ? 0 : (excess - Math.sign(excess) / 2) / spread;
}

function moved(values: Float64Array, at: number, shift: number): number {
  return (values[at] ?? Number.NaN) - shift;
}
