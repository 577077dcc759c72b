import type { Rollout } from "../../core/rollout/rollout.ts";
import type { Signal } from "../../core/rollout/signal.ts";
import type { PullRequest } from "../../ports/forge.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";
import { mergeSlot } from "./plan-stage.ts";

const QUEUED = "queued:";

/** The receipt of a merge that GitHub's merge queue was given and has not made yet. */
export function queuedAs(entry: string): string {
  return `${QUEUED}${entry}`;
}

/**
 * True where the merge queue was given a head, has not merged it and does not hold it any more: a
 * required check failed on its group, or a person took it out.
 */
export async function leftQueue(
  { ports, repository, pull }: Pick<Reconciling, "ports" | "repository" | "pull">,
  rollout: Rollout,
): Promise<boolean> {
  if (pull.isMerged || rollout.state !== "promoting") return false;
  const receipt = await ports.store.transact((tx) =>
    tx.outbox.githubIdOf(repository.id, mergeSlot(rollout)),
  );
  if (receipt?.startsWith(QUEUED) !== true) return false;
  return !(await repository.isQueued(pull.number));
}

/** What a receipt says of the merge; a queued one says nothing yet while it waits. */
export function observeQueue(
  receipt: string,
  seen: { readonly pull: Pick<PullRequest, "isMerged">; readonly isThrownOut: boolean },
): Signal | undefined {
  if (!receipt.startsWith(QUEUED) || seen.pull.isMerged) return { kind: "merged" };
  return seen.isThrownOut ? { kind: "merge-refused", reason: "thrown-out-of-queue" } : undefined;
}
