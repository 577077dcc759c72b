import { betaQuantile } from "./incomplete-beta.ts";

/** How often something happened: `events` of `trials`, both whole. */
export type Count = { readonly events: number; readonly trials: number };

/**
 * Exact upper confidence bound of a rate: the (1 − α) quantile of Beta(events + 1, trials − events)
 * (Clopper & Pearson 1934). One-sided. 1, which bounds nothing, where the count is no count.
 */
export function upperRate({ events, trials }: Count, alpha: number): number {
  if (!isCount({ events, trials }) || events === trials || !(alpha > 0 && alpha < 1)) return 1;
  return betaQuantile(1 - alpha, events + 1, trials - events);
}

/** Its mirror image: the lower bound, 0 where nothing is known. */
export function lowerRate({ events, trials }: Count, alpha: number): number {
  return isCount({ events, trials })
    ? 1 - upperRate({ events: trials - events, trials }, alpha)
    : 0;
}

/** Clean trials in a row that bound the rate by `rate` with confidence 1 − α: ⌈ln α / ln(1 − rate)⌉. */
export function cleanTrialsNeeded(rate: number, alpha: number): number {
  if (!(rate > 0 && rate < 1 && alpha > 0 && alpha < 1)) return Infinity;
  return Math.ceil(Math.log(alpha) / Math.log1p(-rate));
}

function isCount({ events, trials }: Count): boolean {
  return (
    Number.isSafeInteger(events) && Number.isSafeInteger(trials) && events >= 0 && trials >= events
  );
}
