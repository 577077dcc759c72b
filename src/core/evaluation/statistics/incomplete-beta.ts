import { logBeta } from "./log-gamma.ts";

/** Stands in for a denominator of zero in Lentz's method. */
const TINY = 1e-300;
const PRECISE = 1e-16;

/** The fraction needs about √max(a, b) terms; this many serve parameters up to about 1e8. */
const MOST_TERMS = 50_000;

/**
 * I_x(a, b), the regularised incomplete beta function: P(X ≤ x) of a Beta(a, b) variable.
 *
 * Continued fraction by Lentz's method on the side where it converges fast (DLMF 8.17.22), with
 * I_x(a, b) = 1 − I_{1−x}(b, a) for the other. Relative error below 1e-11 for a, b up to 1e5.
 * x outside [0, 1], a or b not positive and finite: NaN.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  const isInside = x >= 0 && x <= 1 && a > 0 && b > 0 && a < Infinity && b < Infinity;
  if (!isInside) return Number.NaN;
  if (x === 0 || x === 1) return x;
  return x <= (a + 1) / (a + b + 2) ? lowerTail(x, a, b) : 1 - lowerTail(1 - x, b, a);
}

/** The x with I_x(a, b) = p, by halving down to the last double. NaN where there is none. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1) || Number.isNaN(incompleteBeta(0.5, a, b))) return Number.NaN;
  if (p === 0 || p === 1) return p;
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
}

function lowerTail(x: number, a: number, b: number): number {
  const front = a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b) - Math.log(a);
  return Math.min(1, Math.exp(front) / fraction(x, a, b));
}

/** 1 + d₁x / (1 + d₂x / (1 + …)), whose reciprocal the function is proportional to. */
function fraction(x: number, a: number, b: number): number {
  let value = 1;
  let c = 1;
  let d = 0;
  for (let term = 1; term <= MOST_TERMS; term += 1) {
    const coefficient = coefficientOf(term, a, b) * x;
    d = 1 / awayFromZero(1 + coefficient * d);
    c = awayFromZero(1 + coefficient / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < PRECISE) break;
  }
  return value;
}

function coefficientOf(term: number, a: number, b: number): number {
  const m = Math.floor(term / 2);
  const at = a + 2 * m;
  return term % 2 === 0
    ? (m * (b - m)) / ((at - 1) * at)
    : (-(a + m) * (a + b + m)) / (at * (at + 1));
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
