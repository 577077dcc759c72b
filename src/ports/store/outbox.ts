import type { Effect, Slot } from "../../core/decision/effect.ts";
import type { PullKey } from "../../core/kernel/ids.ts";

export type PlannedEffect = {
  readonly id: number;
  readonly key: PullKey;
  readonly effect: Effect;
  readonly attempts: number;
  /** Ledger entry after which the effect may be seen. */
  readonly entrySeq: number;
};

/** Effects planned in the transaction of their entry, performed afterwards, in order. */
export type Outbox = {
  /** Drops an effect that says what its slot already says (or is about to say). */
  plan(key: PullKey, effect: Effect, entrySeq: number): Promise<"planned" | "unchanged">;
  /** The same for several at once, performed in their order. */
  planAll(key: PullKey, effects: readonly Effect[], entrySeq: number): Promise<void>;
  pending(key: PullKey): Promise<readonly PlannedEffect[]>;
  /**
   * Says that the call may now reach GitHub; from here on the object may exist without its id.
   * Answers what fills the slot already.
   */
  start(id: number): Promise<string | undefined>;
  finish(id: number, githubId: string): Promise<void>;
  /** GitHub refused for good; `detail` is its answer. */
  refuse(id: number, detail: string): Promise<void>;
  githubIdOf(repositoryId: number, slot: Slot): Promise<string | undefined>;
  /** The answer to a slot's last effect, when GitHub refused it. */
  refusalOf(repositoryId: number, slot: Slot): Promise<string | undefined>;
};
