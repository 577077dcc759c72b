import type { ChangeSet } from "./change-set.ts";
import type { Gain } from "./gained-authority.ts";
import type { SystemVersion } from "./system.ts";
import type { Tier } from "./tier.ts";

export const MUTATION_CLASSES = [
  "parameter_update",
  "prompt_update",
  "tool_change",
  "strategy_change",
  "memory_change",
  "architecture_change",
  "capability_change",
  "contract_change",
] as const;

export type MutationClass = (typeof MUTATION_CLASSES)[number];

/** The dimension that must improve; `neutral` asks for non-inferiority everywhere and says why. */
export const OBJECTIVES = ["task", "efficiency", "risk", "neutral"] as const;

export type Objective = (typeof OBJECTIVES)[number];

/** What the proposer says of the change, parsed from the pull request's body. Claims, not facts. */
export type Claim = {
  readonly hypothesis: string;
  readonly objective?: Objective;
  readonly mutationClass?: MutationClass;
  /** True where there is no pull request to hear the proposer in: nothing claimed is nothing owed. */
  readonly isUnheard?: true;
};

/** A change to exactly one system, with nothing governed in it. */
export type Mutation = {
  readonly system: string;
  readonly before: SystemVersion;
  readonly after: SystemVersion;
  readonly changes: ChangeSet;
  /** Derived from the changes; the claimed class never decides anything. */
  readonly mutationClass: MutationClass;
  /** What a run can do now and could not before, however far away the edit was that led there. */
  readonly gains: readonly Gain[];
  /** The highest tier that the change needs, with what it makes reachable elsewhere. */
  readonly tier: Tier;
  /** How far it moves the system, in the charter's units of distance. */
  readonly drift: number;
  readonly claim: Claim;
};
