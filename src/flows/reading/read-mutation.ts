import type { Finding } from "../../core/gate/finding.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import { diffSystems } from "../../core/ir/diff-systems.ts";
import { effectiveTier } from "../../core/ir/gained-authority.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { mutationClassOf } from "../../core/ir/mutation-class.ts";
import { parseClaim } from "../../core/ir/parse-claim.ts";
import { readSystem } from "../../core/ir/read-system.ts";
import type { Snapshot } from "../../core/ir/snapshot.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import type { Result } from "../../core/kernel/result.ts";

type Sides = {
  readonly name: string;
  readonly rules: SystemRules;
  readonly base: Snapshot;
  readonly head: Snapshot;
  readonly tip: Snapshot;
};

export type ReadMutation = {
  readonly mutation?: Mutation;
  readonly findings: readonly Finding[];
  /** True when the system changed, or became unreadable, on the base branch meanwhile. */
  readonly baselineMoved: boolean;
};

/** Reads both sides of a mutation and what lies between them. The body of the pull request only claims. */
export function readMutation(body: string | undefined, sides: Sides): ReadMutation {
  const read = (snapshot: Snapshot): Result<SystemVersion, readonly Finding[]> =>
    readSystem({
      name: sides.name,
      root: sides.rules.path,
      format: sides.rules.format,
      snapshot,
    });
  const before = read(sides.base);
  const after = read(sides.head);
  if (!before.ok) return { findings: before.refusal, baselineMoved: false };
  if (!after.ok) return { findings: after.refusal, baselineMoved: false };
  const tip = sides.tip.commit === sides.base.commit ? before : read(sides.tip);
  const changes = diffSystems(before.value, after.value, sides.rules);
  const systems = { before: before.value.system, after: after.value.system };
  const mutation: Mutation = {
    system: sides.name,
    before: before.value,
    after: after.value,
    changes,
    mutationClass: mutationClassOf(changes),
    tier: effectiveTier(changes, systems, sides.rules),
    claim: parseClaim(body),
  };
  return {
    mutation,
    findings: [],
    baselineMoved: !tip.ok || tip.value.digest !== before.value.digest,
  };
}
