import type { Json } from "../kernel/json.ts";
import type { Pointer } from "../kernel/pointer.ts";
import type { Tier } from "./tier.ts";

/**
 * One difference between two normalised systems. A changed file shows at the pointer of the
 * module that owns it (`/prompts/reply`, `/tools/classify`), with its text or digest as the value.
 */
export type Edit = {
  readonly pointer: Pointer;
  readonly kind: "add" | "remove" | "replace";
  readonly before?: Json;
  readonly after?: Json;
  /** Path from the repository root, and the 1-based line and column in the head (base for removals). */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly tier: Tier;
  /** True when the edit grants, loosens or enlarges something; it then carries the rule's `widen_to`. */
  readonly widening: boolean;
};

/** The semantic difference of one system between merge-base and head. Empty for formatting only. */
export type ChangeSet = { readonly edits: readonly Edit[] };
