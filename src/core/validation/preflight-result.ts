import type { RunResult } from "../ir/artifact.ts";

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
  /** The candidate could not be compiled: its own fault. */
  | { readonly kind: "refused"; readonly detail: string }
  /** The sandbox broke: ours, so it says nothing of the candidate. */
  | { readonly kind: "broken"; readonly detail: string };
