import type { Instant, Milliseconds } from "../../core/kernel/instant.ts";

/** One webhook as it came: the body is kept whole until it has been dealt with. */
export type Delivery = {
  readonly guid: string;
  readonly event: string;
  readonly action?: string;
  readonly installationId?: number;
  readonly repositoryId?: number;
  /** The raw JSON text. */
  readonly payload: string;
  readonly receivedAt: Instant;
  /** What it tells is known, or nobody's concern: it is dealt with as soon as it is stored. */
  readonly asksNothing?: true;
};

/** Every delivery is stored before it is answered, and deduplicated only after it succeeded. */
export type Inbox = {
  /**
   * Takes what came together, and answers the GUIDs that are stored now: one that failed or was never
   * finished is taken again; those left out are replays of what succeeded.
   */
  receive(deliveries: readonly Delivery[]): Promise<ReadonlySet<string>>;
  /** The oldest deliveries that are due, leased so that no second worker takes them meanwhile. */
  claim(now: Instant, lease: Milliseconds, limit: number): Promise<readonly Delivery[]>;
  complete(guid: string, now: Instant): Promise<void>;
  /** Tried again at `retryAt`; set aside for people after too many attempts. */
  fail(guid: string, detail: string, retryAt: Instant): Promise<"will-retry" | "set-aside">;
  /** Which of these were stored, whatever became of them. */
  known(guids: readonly string[]): Promise<ReadonlySet<string>>;
  waiting(): Promise<number>;
  /** Takes every claim back; see `Work.reclaim`. */
  reclaim(): Promise<void>;
};
