import type { RunResult } from "../ir/artifact.ts";
import type { Isolation } from "../ir/isolation.ts";
import type { Tier } from "../ir/tier.ts";

export type UnstartedTool = { readonly tool: string; readonly detail: string };

/** What the sandbox showed when the compiled candidate was started and given one smoke case. */
export type PreflightResult =
  | {
      readonly kind: "ran";
      readonly candidate: RunResult;
      /** Tools beside the smoke case's way that do not load. */
      readonly unstarted: readonly UnstartedTool[];
    }
  /** It was compiled, and another framework runs it: evaluation will say that it has no data. */
  | { readonly kind: "foreign" }
  /** The charter demands more walls for a change of this tier than this machine has: nothing ran. */
  | {
      readonly kind: "withheld";
      readonly tier: Tier;
      readonly demanded: Isolation;
      readonly reached: Isolation;
    }
  /** The candidate could not be compiled: its own fault. */
  | { readonly kind: "refused"; readonly detail: string }
  /** The sandbox broke: ours, so it says nothing of the candidate. */
  | { readonly kind: "broken"; readonly detail: string };
