import type { Breach } from "../gate/finding.ts";
import type { ProposedChange } from "../ir/proposed-change.ts";
import type { System } from "../ir/system.ts";

/** What the ledger knows of a system's past, as far as a rule asks for it. */
export type History = {
  /** Semantic distance accepted since the last version that people approved, without this change. */
  readonly drift: number;
};

/** A top-level part of a system's definition. */
type Member = keyof System;

/**
 * One way to breach a rule. Pure, and monotone: a change with more in it is never found to breach
 * less.
 */
export type Clause = {
  /**
   * Where every breach of it begins. A mutation that leaves all of these as they are cannot breach
   * it, and it is not asked. Without them it is asked about whatever a change may be.
   */
  readonly below?: readonly Member[];
  readonly find: (change: ProposedChange, history: History) => readonly Breach[];
};

/** One of the six rules, in code so that no file can weaken it. */
export type Constraint = {
  readonly id: Breach["rule"];
  readonly title: string;
  readonly clauses: readonly Clause[];
};
