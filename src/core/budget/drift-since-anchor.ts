import type { Digest } from "../kernel/digest.ts";
import type { Spent } from "./check-budget.ts";

/** A spend under the name that it was made for, with the version that it led to. */
export type NamedSpend = Pick<Spent, "kind" | "amount"> & {
  readonly system: string;
  readonly before: Digest;
  readonly after: Digest;
};

/**
 * How far a system was moved since people last approved a version of it; in millionths, as `spent`
 * is, which stands oldest first. An anchor takes off the way up to the version that it names, and
 * nothing that was promoted after that version: people vouch for what they saw.
 *
 * Spends of former names count as well, but an anchor under one of those clears that name alone. The
 * enemy is a copy of the system, introduced with everybody's approval and then taken out again, so
 * that its anchor would clear what the original has drifted.
 */
export function driftSinceAnchor(spent: readonly NamedSpend[], system: string): number {
  return stepsSinceAnchor(spent, system).reduce((sum, { amount }) => sum + amount, 0);
}

/** The version from which a system has drifted; nothing where people approved what is there now. */
export function anchorOf(spent: readonly NamedSpend[], system: string): Digest | undefined {
  return stepsSinceAnchor(spent, system)[0]?.before;
}

function stepsSinceAnchor(spent: readonly NamedSpend[], system: string): readonly NamedSpend[] {
  let steps: readonly NamedSpend[] = [];
  for (const one of spent) {
    if (one.kind === "drift") steps = [...steps, one];
    if (one.kind === "anchor") steps = stepsAfter(steps, one, system);
  }
  return steps;
}

function stepsAfter(
  steps: readonly NamedSpend[],
  anchor: NamedSpend,
  system: string,
): readonly NamedSpend[] {
  const isCovered = (step: NamedSpend): boolean =>
    anchor.system === system || step.system === anchor.system;
  const last = steps.findLastIndex((step) => isCovered(step) && step.after === anchor.after);
  return steps.filter((step, index) => index > last || !isCovered(step));
}
