import type { SystemRules } from "../ir/charter.ts";
import { millisecondsOf } from "../kernel/duration.ts";
import { type Instant, later } from "../kernel/instant.ts";
import type { Spent } from "./check-budget.ts";
import { driftSinceAnchor, type NamedSpend } from "./drift-since-anchor.ts";

type Use = { readonly used: number; readonly limit: number };

/** How much of a system's budget is gone; the reserves for people and rollbacks come on top. */
export type BudgetUse = {
  readonly window: string;
  readonly proposals: Use;
  readonly accepted: Use;
  readonly sealedPairs: Use;
  /** In millionths, since people last approved the system; no window forgets it. */
  readonly drift: Use;
};

/** Counts what `checkBudget` counts, for people who ask how much is left. */
export function budgetUse(
  rules: SystemRules["budget"],
  { system, spent }: { readonly system: string; readonly spent: readonly (Spent & NamedSpend)[] },
  now: Instant,
): BudgetUse {
  const inWindow = spent.filter((one) => later(one.at, millisecondsOf(rules.window)) > now);
  return {
    window: rules.window,
    proposals: { used: sumOf(inWindow, "proposal"), limit: rules.proposals },
    accepted: { used: sumOf(inWindow, "accepted"), limit: rules.accepted },
    sealedPairs: { used: sumOf(inWindow, "sealed-pairs"), limit: rules.spend.sealed_pairs },
    drift: { used: driftSinceAnchor(spent, system), limit: Math.round(rules.drift * 1_000_000) },
  };
}

function sumOf(spent: readonly Spent[], kind: Spent["kind"]): number {
  return spent.reduce((sum, one) => (one.kind === kind ? sum + one.amount : sum), 0);
}
