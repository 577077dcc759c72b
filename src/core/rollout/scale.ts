import type { RolloutRules } from "../ir/charter.ts";

export type Guard = RolloutRules["guards"][string];

export type ComparedGuard = Extract<Guard, { readonly direction: "up" | "down" }>;

/** Where a squashed metric reaches one half, by the unit that its name ends in. */
const HALF_AT: Readonly<Record<string, number>> = { _ms: 250, _usd: 0.05, _tokens: 2000 };

/** No amount of ours comes near; a larger number is an overflow somewhere. */
const LARGEST = 1e12;

/**
 * A metric's value on [0, 1] where larger is better, which is what a bet needs. Plain rates are
 * taken as they are. Amounts without an upper end (milliseconds, money, tokens) are squashed by
 * x / (x + h), which keeps their order and lets no single slow unit decide.
 */
export function scaled(name: string, value: number, { direction }: ComparedGuard): number {
  const half = halfOf(name);
  const share = half === undefined ? Math.min(1, Math.max(0, value)) : value / (value + half);
  return direction === "up" ? share : 1 - share;
}

/**
 * An amount may be any size; a rate must be one. Without this a guard named `latency` would have
 * every value cut to 1, and two versions that are cut alike look alike.
 */
export function fitsScale(name: string, value: number): boolean {
  return value <= (halfOf(name) === undefined ? 1 : LARGEST);
}

function halfOf(name: string): number | undefined {
  const suffix = Object.keys(HALF_AT).find((ending) => name.endsWith(ending));
  return suffix === undefined ? undefined : HALF_AT[suffix];
}
