import type { Instant } from "../core/kernel/instant.ts";

/** One attempt of GitHub to hand a webhook over, which nobody answered well. */
export type FailedAttempt = { readonly id: number; readonly guid: string };

/** What GitHub knows of its own attempts. It makes none again by itself. */
export type AppDeliveries = {
  /** The failed ones since `since`, newest first, among so many attempts as are worth reading. */
  failed(since: Instant): Promise<readonly FailedAttempt[]>;
  /** Has GitHub deliver it again, under the same GUID. */
  redeliver(id: number): Promise<void>;
};
