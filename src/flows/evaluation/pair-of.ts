import type { Mutation } from "../../core/ir/mutation.ts";
import type { Pair } from "../../ports/store/evidence.ts";

/** The two versions that a mutation compares, as epochs and sealed suites count them. */
export function pairOf(
  repositoryId: number,
  { system, before, after }: Pick<Mutation, "system" | "before" | "after">,
): Pair {
  return { repositoryId, system, before: before.digest, after: after.digest };
}
