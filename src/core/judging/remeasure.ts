import type { JudgedPair } from "./judged.ts";
import { differencesOf } from "./replay-units.ts";

/** Which figure was claimed, and from what it was measured twice. */
export type Remeasured = {
  readonly dimension: string;
  readonly source: "public" | "sealed";
  /** `epochs`: the same items under another seed; `shard`: items that were never asked. */
  readonly kind: "epochs" | "shard";
  readonly first: readonly JudgedPair[];
  readonly second: readonly JudgedPair[];
};

/**
 * The two-sided one-per-thousand point of the standard normal: of a thousand honest changes that
 * would be accepted, one is held for a chance difference.
 */
const Z = 3.290526731491926;

/**
 * Whether a second run says the same as the first, as far as chance allows. Fails closed: a figure
 * that is there once and not twice, or that is not a number, is a disagreement.
 */
export function agreesWithRemeasure(measured: Remeasured): boolean {
  const first = gainsOf(measured, measured.first);
  const second = gainsOf(measured, measured.second);
  if (first === undefined || second === undefined) return false;
  if (first.length === 0 || second.length === 0) return false;
  if (measured.second.some(({ candidate }) => candidate.violation !== 0)) return false;
  if (measured.kind === "epochs") {
    if (first.length !== second.length) return false;
    const { mean, squaredError } = spreadOf(first.map((gain, at) => gain - (second[at] ?? NaN)));
    return Math.abs(mean) <= Z * Math.sqrt(squaredError);
  }
  const [before, after] = [spreadOf(first), spreadOf(second)];
  const error = Math.sqrt(before.squaredError + after.squaredError);
  return Math.abs(before.mean - after.mean) <= Z * error;
}

function gainsOf(
  { dimension, source }: Remeasured,
  pairs: readonly JudgedPair[],
): readonly number[] | undefined {
  const none: readonly JudgedPair[] = [];
  const records = { public: none, sealed: none, safety: none, [source]: pairs };
  return differencesOf(records, { dimension, source });
}

/** One more unit at distance 1 than there are: a few equal units are no proof that none differs. */
function spreadOf(values: readonly number[]): {
  readonly mean: number;
  readonly squaredError: number;
} {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 1);
  return { mean, squaredError: squares / n / n };
}
