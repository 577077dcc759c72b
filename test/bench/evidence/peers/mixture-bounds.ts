import { normalCdf } from "../../../../src/core/evaluation/statistics/normal.ts";

/** Sum and intrinsic time of a process with Gaussian tails. */
export type Walk = { readonly s: number; readonly v: number };

/** ln of Robbins' normal mixture, ρ its precision (Howard et al. 2021, prop. 5). */
export function normalMixtureLog({ s, v }: Walk, rho: number): number {
  return Math.log(rho / (v + rho)) / 2 + (s * s) / (2 * (v + rho));
}

/** Where the two-sided mixture reaches 1/α. */
export function normalMixtureBound(v: number, rho: number, alpha: number): number {
  return Math.sqrt((v + rho) * (Math.log(1 + v / rho) - 2 * Math.log(alpha)));
}

/** The same with the prior on the positive half. Tuned with 2α in place of α. */
export function halfNormalMixtureLog({ s, v }: Walk, rho: number): number {
  const standard = s / Math.sqrt(v + rho);
  return normalMixtureLog({ s, v }, rho) + Math.log(2 * normalCdf(standard));
}

export function halfNormalMixtureBound(v: number, rho: number, alpha: number): number {
  let [low, high] = [0, normalMixtureBound(v, rho, alpha)];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (halfNormalMixtureLog({ s: middle, v }, rho) < -Math.log(alpha)) low = middle;
    else high = middle;
  }
  return high;
}

/** ζ(1.4), of the stitched bound's default exponent. */
const ZETA = 3.1055472779775815;

/** Stitched sub-gamma boundary with η = 2, s = 1.4 and scale c (Howard et al. 2021, thm. 1). */
export function polyStitching(
  v: number,
  { alpha, vMin, c }: { readonly alpha: number; readonly vMin: number; readonly c: number },
): number {
  const [eta, s] = [2, 1.4];
  const time = Math.max(v, vMin);
  const k1 = (eta ** 0.25 + eta ** -0.25) / Math.SQRT2;
  const k2 = (Math.sqrt(eta) + 1) / 2;
  const nats =
    s * Math.log(Math.log((eta * time) / vMin)) +
    Math.log(ZETA / Math.log(eta) ** s) -
    Math.log(alpha);
  const jump = k2 * c * nats;
  return Math.sqrt(k1 * k1 * time * nats + jump * jump) + jump;
}
