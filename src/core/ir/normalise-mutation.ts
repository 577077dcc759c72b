import { diffSystems } from "./diff-systems.ts";
import type { ChangeSet } from "./change-set.ts";
import type { SystemRules } from "./charter.ts";
import { driftOf } from "./drift.ts";
import { effectiveTier, gainsOf } from "./gained-authority.ts";
import type { Claim, Mutation } from "./mutation.ts";
import { mutationClassOf } from "./mutation-class.ts";
import type { SystemVersion } from "./system.ts";

type Sides = {
  readonly system: string;
  readonly before: SystemVersion;
  readonly after: SystemVersion;
  /** Of the base branch's charter. */
  readonly rules: SystemRules;
  readonly claim: Claim;
};

/**
 * All that follows from two versions of a system, worked out once for every gate that asks: what
 * differs, of which class and tier it is, and what it makes reachable.
 */
export function normaliseMutation(sides: Sides): Mutation {
  return withEdits(sides, diffSystems(sides.before, sides.after, sides.rules));
}

/** The same for edits that are known. */
export function withEdits(
  { system, before, after, rules, claim }: Sides,
  changes: ChangeSet,
): Mutation {
  const gains = gainsOf(changes, { before: before.system, after: after.system });
  const tier = effectiveTier(changes, gains, rules);
  return {
    system,
    before,
    after,
    changes,
    mutationClass: mutationClassOf(changes),
    gains,
    tier,
    drift: driftOf(changes),
    claim,
  };
}
