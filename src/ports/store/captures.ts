import type { RepositoryId } from "../../core/kernel/ids.ts";
import type { Instant, Milliseconds } from "../../core/kernel/instant.ts";
import type { CapturedInput } from "../../core/rollout/admit-input.ts";

/** What the charter in force lets be kept of one system's inputs. */
export type CaptureRule = {
  readonly system: string;
  readonly retention: Milliseconds;
  readonly most: number;
  readonly redact: readonly string[];
};

/** Whose inputs they are. */
export type CapturePlace = { readonly repositoryId: RepositoryId; readonly system: string };

/** One stage of one roll-out, in which an input counts once. */
export type ReplayStage = CapturePlace & { readonly stage: string };

/** Inputs of production's units, as far as a charter lets them be kept: redacted and for a while. */
export type Captures = {
  /**
   * The rules of all of a repository's systems. What was kept under a rule that is gone, or that took
   * out something else, is deleted with it.
   */
  arrange(repositoryId: RepositoryId, rules: readonly CaptureRule[]): Promise<void>;
  /** Locked until the transaction ends, so that nothing is kept under a rule that is gone. */
  ruleOf(place: CapturePlace): Promise<CaptureRule | undefined>;
  /** Keeps distinct inputs, then deletes what is too old and, the oldest first, too many. */
  keep(
    place: CapturePlace,
    kept: { readonly inputs: readonly CapturedInput[]; readonly at: Instant },
  ): Promise<void>;
  /** Deletes everywhere what is older than its rule lets it become. */
  expire(now: Instant): Promise<void>;
  /** The newest that the stage was not shown yet and that are not too old. */
  unreplayed(
    stage: ReplayStage,
    limits: { readonly most: number; readonly now: Instant },
  ): Promise<readonly CapturedInput[]>;
  /** Notes what the stage was shown, and forgets what earlier ones of the system were. */
  noteReplayed(stage: ReplayStage, digests: readonly string[]): Promise<void>;
};
