import type { Instant } from "../../core/kernel/instant.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { Weighed } from "../evaluation/weighed.ts";
import type { Governing } from "../gates/governing.ts";
import { bearRollout } from "./bear-rollout.ts";

type Beginning = { readonly weighed: Weighed; readonly now: Instant };

/** Counts the acceptance and makes the roll-out; a neutral one waits for a person to want it. */
export async function beginRollout(
  tx: Transaction,
  { reconciling, gathered }: Governing,
  { weighed, now }: Beginning,
): Promise<Rollout> {
  const { mutation, rules } = weighed;
  const { before, after, system } = mutation;
  await tx.evidence.countAccept({
    repositoryId: reconciling.lease.key.repositoryId,
    system,
    before: before.digest,
    after: after.digest,
  });
  const rollout = await bearRollout(tx, reconciling, {
    mutation,
    rules,
    tip: gathered.tip.commit,
    now,
    reason: "evidence-sufficient",
    caution: weighed.decision.caution,
  });
  const waiting: Rollout = isNeutral(weighed)
    ? { ...rollout, reason: "neutral-unapproved", vouching: { for: "neutral", stands: false } }
    : rollout;
  await tx.rollouts.save(waiting);
  return waiting;
}

function isNeutral({ evaluation }: Weighed): boolean {
  return evaluation.scorecard?.objective === "neutral";
}
