import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { checkOutcome } from "../../core/rollout/check-outcome.ts";
import { namedRollout, watchProduction } from "../../core/rollout/production.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import type { Ports } from "../../ports/ports.ts";
import type { OutcomeRecord } from "../../ports/store/outcomes.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { RuntimeToken } from "../../ports/store/tokens.ts";
import { watchHealth } from "./watch-health.ts";
import { weighOutcome } from "./weigh-outcome.ts";

/** One answer for each record, in the order in which they came. */
export type RecordAnswer =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly reason: ReasonCode };

/** A record whose shape is already known to be right, or nothing where it was not. */
export type ReportedRecord = OutcomeRecord | undefined;

type Recording = Pick<Ports, "store" | "clock" | "wake">;

/**
 * Takes a batch of outcomes and lets each count once. A record that cannot be believed is refused
 * with its reason and never counts as success. Where the evidence turns, traffic is back on the
 * stable version when this returns; the rest of the rollback is the pull request's worker's.
 */
export async function recordOutcomes(
  { store, clock, wake }: Recording,
  token: Pick<RuntimeToken, "repositoryId" | "system">,
  records: readonly ReportedRecord[],
): Promise<readonly RecordAnswer[]> {
  const batch = await store.transact(async (tx) => {
    const rollouts = await lockNamed(tx, token, records);
    const answers: RecordAnswer[] = [];
    for (const record of records) {
      const reason = await countRecord(tx, { rollouts, record, now: clock.now() });
      answers.push(reason === undefined ? { accepted: true } : { accepted: false, reason });
    }
    return { answers, marked: await watchHealth(tx, [...rollouts.values()], clock.now()) };
  });
  for (const key of batch.marked) await wake.ring(key);
  return batch.answers;
}

/** In the order of their ids, so that two batches never wait for each other. */
async function lockNamed(
  tx: Transaction,
  token: Pick<RuntimeToken, "repositoryId" | "system">,
  records: readonly ReportedRecord[],
): Promise<Map<string, Rollout>> {
  const named = records.flatMap((record) =>
    record === undefined ? [] : namedRollout(record.rolloutId).id,
  );
  const ids = [...new Set(named)].sort();
  const rollouts = new Map<string, Rollout>();
  for (const id of ids) {
    const rollout = await tx.rollouts.loadForUpdate(id);
    const isOwn = rollout?.repositoryId === token.repositoryId && rollout.system === token.system;
    if (rollout !== undefined && isOwn) rollouts.set(id, rollout);
  }
  return rollouts;
}

type Counting = {
  readonly rollouts: Map<string, Rollout>;
  readonly record: ReportedRecord;
  readonly now: ReturnType<Ports["clock"]["now"]>;
};

async function countRecord(
  tx: Transaction,
  { rollouts, record, now }: Counting,
): Promise<ReasonCode | undefined> {
  if (record === undefined) return "outcome-malformed";
  const { id, isProduction } = namedRollout(record.rolloutId);
  const rollout = rollouts.get(id);
  if (rollout === undefined) return "not-found";
  const exposure = await tx.rollouts.exposure(record.rolloutId, record.unit);
  const refusal = checkOutcome(rollout, record, { exposure, isProduction, now });
  if (refusal !== undefined || exposure === undefined) return refusal ?? "outcome-unexposed";
  const earlier = await tx.outcomes.ofUnit(record.rolloutId, record.unit, record.variant);
  if (earlier !== undefined) return "outcome-duplicate";
  if ((await tx.outcomes.record(record)) === "duplicate") return "outcome-duplicate";
  rollouts.set(id, await weigh(tx, { rollout, record, exposure, isProduction }));
  return undefined;
}

type Counted = Parameters<typeof weighOutcome>[1] & { readonly isProduction: boolean };

async function weigh(tx: Transaction, counted: Counted): Promise<Rollout> {
  const { rollout, record, isProduction } = counted;
  const { production, rules } = rollout;
  if (!isProduction) return { ...rollout, health: await weighOutcome(tx, counted) };
  return production === undefined
    ? rollout
    : { ...rollout, production: watchProduction(production, rules, record.metrics) };
}
