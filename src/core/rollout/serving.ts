import type { Instant } from "../kernel/instant.ts";

export type Stage = "shadow" | "canary" | "production";

/** One deployment that a team's workflow was asked for: where, and of which of the two versions. */
export type Asked = { readonly stage: Stage; readonly version: "candidate" | "stable" };

/**
 * What became of the deployments that a roll-out asked a workflow for. A version is where its
 * deployer says it is, and nowhere before that.
 */
export type Serving = {
  /** Oldest first; every entry into a stage, every step and every way back asks anew. */
  readonly asked: readonly Asked[];
  /** How it stands with the newest. */
  readonly outlook: "awaited" | "served" | "failed";
  /** When the newest was asked for. */
  readonly since: Instant;
};
