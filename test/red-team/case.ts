import type { ReasonCode } from "../../src/core/gate/reason-code.ts";

/** One change of one file. `replace` must find its text exactly once, so that no case goes stale. */
export type FileEdit =
  | { readonly path: string; readonly write: string | Uint8Array }
  | { readonly path: string; readonly replace: readonly [from: string, to: string] }
  | { readonly path: string; readonly remove: true }
  /** A symlink's text is where it leads, a submodule's the commit it stands at. */
  | {
      readonly path: string;
      readonly mode: "120000" | "160000" | "100755";
      readonly write?: string;
    };

/** What the ledger knows when the pull request is opened. */
export type Earlier = {
  /**
   * Pull requests merged since people last approved the system, oldest first, each on top of the
   * one before. They are part of the base that is judged against.
   */
  readonly merged?: readonly (readonly FileEdit[])[];
  /** What the sliding window holds, by anybody; `minutesAgo` counts from the check. */
  readonly spent?: readonly {
    readonly kind: "proposal" | "accepted" | "sealed-pairs" | "usd-micros";
    readonly amount: number;
    readonly byPerson?: boolean;
    readonly minutesAgo: number;
  }[];
  /** True when a person proposes; else one of the charter's machines does. */
  readonly byPerson?: boolean;
};

/** What merge commits hide: attack and twin are then what the merge itself changes. */
export type History = {
  /** What the base branch gained after the branch left it, and is judged against. */
  readonly onBase: readonly FileEdit[];
  /** What the branch committed before it took the base in. */
  readonly onBranch: readonly FileEdit[];
  /**
   * True when the base took the branch's commit in as well, by a merge of its own. The attack then
   * takes in the base as it was before; the twin takes in its tip, as the refusal tells it to.
   */
  readonly isCrossed?: true;
};

export const RULES = ["C1", "C2", "C3", "C4", "C5", "C6", "reading"] as const;

export type Case = {
  /** A sentence: what the attacker tries. */
  readonly name: string;
  readonly rule: (typeof RULES)[number];
  /** At least one of these must be among the reason codes. */
  readonly codes: readonly ReasonCode[];
  /** Changes to the governed starter made before the pull request. */
  readonly base?: readonly FileEdit[];
  readonly earlier?: Earlier;
  readonly history?: History;
  /** What the ledger knows before the twin, where that is what tells the two apart. */
  readonly twinEarlier?: Pick<Earlier, "spent" | "byPerson">;
  /** The pull request. */
  readonly attack: readonly FileEdit[];
  /** A benign pull request that differs from the attack by at most three edits. */
  readonly twin: readonly FileEdit[];
};
