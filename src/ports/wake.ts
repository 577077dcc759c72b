import type { PullKey } from "../core/kernel/ids.ts";

/**
 * Wakes a worker for one pull request. Only a hint: what is to be done stands in the store, and a
 * lost ring is found again by the sweep of rows that are due.
 */
export type Wake = { ring(key: PullKey): Promise<void> };
