/** From here on the tail has its own expansion: one minus the other side would cancel its digits. */
const TAIL = 3;

const ROOT_TWO_PI = 2.5066282746310002;

/** Beyond it a tail is smaller than the smallest double. */
const FARTHEST = 39;

/**
 * P(Z ≤ x) of the standard normal: its power series near 0, Laplace's continued fraction in the
 * tails. Relative error below 1e-12 on both; NaN for NaN.
 */
export function normalCdf(x: number): number {
  if (x < -TAIL) return tailAbove(-x);
  if (x > TAIL) return 1 - tailAbove(x);
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-18; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / ROOT_TWO_PI;
}

/**
 * The x with P(Z ≤ x) = p, for p in (0, 1), by halving: slow, and right to the last digits.
 * Probabilities here are constants of ours, so another one is a fault.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError("a quantile needs a probability inside (0, 1)");
  if (p > 0.5) return -normalQuantile(1 - p);
  let low = -FARTHEST;
  let high = 0;
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(Z > x) for x > 3: density over x + 1/(x + 2/(x + 3/(x + …))), from the inside out. */
function tailAbove(x: number): number {
  if (x > FARTHEST) return 0;
  let below = x;
  for (let k = 120; k >= 1; k -= 1) below = x + k / below;
  return Math.exp((-x * x) / 2) / (ROOT_TWO_PI * below);
}
