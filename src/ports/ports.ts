import type { JudgeModel, JudgeSetting } from "../core/judging/judge-model.ts";
import type { Clock, Entropy } from "./clock.ts";
import type { Forge } from "./forge.ts";
import type { JobTokens } from "./job-tokens.ts";
import type { Log } from "./log.ts";
import type { Models } from "./models.ts";
import type { Sandbox } from "./sandbox.ts";
import type { SealedRepositories, SealedSuites } from "./sealed-suites.ts";
import type { Starter } from "./starter.ts";
import type { Store } from "./store/store.ts";
import type { Wake } from "./wake.ts";

/** The world as the flows see it. Each flow takes the part it needs. */
export type Ports = {
  readonly store: Store;
  readonly forge: Forge;
  readonly sandbox: Sandbox;
  readonly sealedSuites: SealedSuites;
  readonly sealedRepositories: SealedRepositories;
  readonly models: Models;
  /** The judge's optional modes; absent where the operator has not enabled them. */
  readonly judge?: JudgeSetting;
  /** Who signs for the jobs of workflows. */
  readonly jobTokens: JobTokens;
  /** The model that compares free text; absent where the operator has not enabled it. */
  readonly rater?: JudgeModel;
  readonly starter: Starter;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly appVersion: string;
  /** Where the app is reached from outside, without a trailing slash; absent where nobody told it. */
  readonly publicUrl?: string;
};
