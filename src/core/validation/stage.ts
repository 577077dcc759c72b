import type { Finding } from "../gate/finding.ts";
import type { Outcome } from "../gate/gate.ts";
import type { ProposedChange } from "../ir/proposed-change.ts";
import type { Mutation } from "../ir/mutation.ts";

/** The stages in their order; each finding's `rule` is the name of its stage. */
export const STAGES = [
  "schema",
  "graph",
  "contracts",
  "tiers",
  "capabilities",
  "resources",
  "preflight",
] as const;

export type StageName = (typeof STAGES)[number];

export type StageReport = {
  readonly stage: StageName;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
};

/** A static stage sees the change with both of its sides read. */
export type Validated = ProposedChange & { readonly mutation: Mutation };

/** One static stage: pure, and reporting everything it finds, not only the first. */
export type Stage = {
  readonly name: StageName;
  /** Stages whose failure leaves this one without anything to judge. */
  readonly needs: readonly StageName[];
  check(change: Validated): readonly Finding[];
};
