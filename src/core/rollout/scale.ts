import type { RolloutRules } from "../ir/charter.ts";

export type Guard = RolloutRules["guards"][string];

export type ComparedGuard = Extract<Guard, { readonly direction: "up" | "down" }>;

/** Where a squashed metric reaches one half, by the unit that its name ends in. */
const HALF_AT: Readonly<Record<string, number>> = { _ms: 250, _usd: 0.05, _tokens: 2000 };

/**
 * A metric's value on [0, 1] where larger is better, which is what a bet needs. Plain rates are
 * taken as they are. Amounts without an upper end (milliseconds, money, tokens) are squashed by
 * x / (x + h), which keeps their order and lets no single slow unit decide.
 */
export function scaled(name: string, value: number, { direction }: ComparedGuard): number {
  const suffix = Object.keys(HALF_AT).find((ending) => name.endsWith(ending));
  const half = suffix === undefined ? undefined : HALF_AT[suffix];
  const share = half === undefined ? Math.min(1, Math.max(0, value)) : value / (value + half);
  return direction === "up" ? share : 1 - share;
}
