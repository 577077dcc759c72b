import { incompleteBeta } from "./incomplete-beta.ts";
import { logBeta } from "./log-gamma.ts";
import type { Count } from "./clopper-pearson.ts";
import { type ShareInterval, UNKNOWN_SHARE } from "./predictable-bets.ts";

/** Steps of ±: an increment is −`below` or +`above`; `weight` is how many steps the prior is worth. */
export type BetaMixture = {
  readonly below: number;
  readonly above: number;
  readonly weight: number;
  readonly isOneSided: boolean;
};

const HALVINGS = 60;

/** Where the mixture is tightest, in intrinsic time: v / (2 ln(1/α) + ln(1 + 2 ln(1/α))). */
export function tunedAt(time: number, alpha: number): number {
  const nats = 2 * Math.log(1 / alpha);
  return time / (nats + Math.log(1 + nats));
}

/**
 * ln of the beta-binomial mixture martingale at sum `s` and intrinsic time `v` (Howard et al. 2021):
 * a Beta prior over the rate of upward steps, centred on a fair game. NaN where s cannot be.
 */
export function betaBinomialLog(
  { s, v }: { readonly s: number; readonly v: number },
  { below, above, weight, isOneSided }: BetaMixture,
): number {
  const [span, n] = [below + above, v / (below * above)];
  const [up, fair] = [(s + below * n) / span, below / span];
  const prior = { a: weight / (above * span), b: weight / (below * span) };
  const post = { a: prior.a + up, b: prior.b + n - up };
  const plain =
    logBeta(post.a, post.b) -
    logBeta(prior.a, prior.b) -
    up * Math.log(fair) -
    (n - up) * Math.log1p(-fair);
  if (!isOneSided) return plain;
  const kept = (shape: { readonly a: number; readonly b: number }): number =>
    Math.log(incompleteBeta(1 - fair, shape.b, shape.a));
  return plain + kept(post) - kept(prior);
}

/**
 * Confidence sequence of a rate, tightest near `tunedFor` trials: the rates that the two-sided
 * mixture has not refuted. May be looked at after every trial; everything where nothing is known.
 */
export function rateInterval(
  { events, trials }: Count,
  { alpha, tunedFor }: { readonly alpha: number; readonly tunedFor: number },
): ShareInterval {
  const isKnown = trials >= 1 && events >= 0 && events <= trials && trials < Infinity;
  if (!isKnown || !(alpha > 0 && alpha < 1) || !(tunedFor > 0)) return UNKNOWN_SHARE;
  const isRefuted = (rate: number): boolean => {
    const unit = rate * (1 - rate);
    const weight = Math.max(tunedAt(tunedFor * unit, alpha) - unit, unit / 1000);
    const mixture = { below: rate, above: 1 - rate, weight, isOneSided: false };
    const seen = { s: events - trials * rate, v: trials * unit };
    return betaBinomialLog(seen, mixture) >= -Math.log(alpha);
  };
  const found = events / trials;
  return { lower: endOf(found, 0, isRefuted), upper: endOf(found, 1, isRefuted) };
}

/** From the found rate, which is never refuted, outwards to the first that is. */
function endOf(found: number, limit: number, isRefuted: (rate: number) => boolean): number {
  let [inside, outside] = [found, limit];
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (inside + outside) / 2;
    if (middle > 0 && middle < 1 && !isRefuted(middle)) inside = middle;
    else outside = middle;
  }
  return outside;
}
