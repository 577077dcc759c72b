import { type Digest, digestOfJson } from "../kernel/digest.ts";

/**
 * Names what measures. A number goes up whenever the same two versions could get other figures:
 * then earlier cases are not re-used and decisions bound to the older evaluator are void.
 */
const EVALUATOR = {
  interpreter: 1,
  sandbox: "quickjs-wasi/3.6.2, watched",
  measure: 1,
  statistics: "grid-12/2",
  dimensions: 3,
  shard: 2,
  asking: 1,
} as const;

export const EVALUATOR_DIGEST: Digest = digestOfJson(EVALUATOR);
