import type { Finding } from "../../core/gate/finding.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { normaliseMutation } from "../../core/ir/normalise-mutation.ts";
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
  const mutation = normaliseMutation({
    system: sides.name,
    before: before.value,
    after: after.value,
    rules: sides.rules,
    claim: parseClaim(body),
  });
  return {
    mutation,
    findings: [],
    baselineMoved: !tip.ok || tip.value.digest !== before.value.digest,
  };
}
