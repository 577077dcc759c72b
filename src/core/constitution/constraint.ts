import type { Breach } from "../gate/finding.ts";
import type { ProposedChange } from "../ir/proposed-change.ts";

/** What the ledger knows of a system's past, as far as a rule asks for it. */
export type History = {
  /** Semantic distance accepted since the last version that people approved, without this change. */
  readonly drift: number;
};

/**
 * One of the six rules, in code so that no file can weaken it. Pure, and monotone: a change with
 * more in it is never found to breach less.
 */
export type Constraint = {
  readonly id: Breach["rule"];
  readonly title: string;
  check(change: ProposedChange, history: History): readonly Breach[];
};
