import type { Digest } from "../core/kernel/digest.ts";
import type { Instant } from "../core/kernel/instant.ts";
import type { PullRecord } from "../ports/store/pulls.ts";
import type { GatheredChange } from "./gather-change.ts";
import type { Reconciling } from "./reconciling.ts";

/** When to look again without being rung, such as when the budget's next slot opens. */
export type Governed = { readonly nextDueAt?: Instant };

/** What a governing step is told beside the change itself. */
export type Governing = {
  readonly reconciling: Reconciling;
  readonly gathered: GatheredChange;
  readonly inputs: Digest;
  readonly bound: Digest;
  readonly earlier?: PullRecord;
};
