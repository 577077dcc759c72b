import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { checkOutcome } from "../../core/rollout/check-outcome.ts";
import { namedRollout, watchProduction } from "../../core/rollout/production.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import type { Ports } from "../../ports/ports.ts";
import type { OutcomeRecord } from "../../ports/store/outcomes.ts";
import type { Exposure } from "../../ports/store/rollouts.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { RuntimeToken } from "../../ports/store/tokens.ts";
import { type InputAnswer, keepInputs, type ToldRecord } from "./keep-inputs.ts";
import { isCounted, type KnownUnits, noteCounted, noteTold, readKnown } from "./known-units.ts";
import { watchHealth } from "./watch-health.ts";
import { weighOutcome } from "./weigh-outcome.ts";

/** One answer for each record, in the order in which they came. */
export type RecordAnswer =
  | { readonly accepted: true; readonly input?: InputAnswer }
  | { readonly accepted: false; readonly reason: ReasonCode };

/** A record whose shape is already known to be right, or nothing where it was not. */
export type ReportedRecord = ToldRecord | undefined;

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
    const promoted = await tx.rollouts.promoted(token.repositoryId, token.system);
    const rollouts = await lockNamed(tx, token, { records, promoted });
    const known = await readNamed(tx, rollouts, records);
    const counting = { rollouts, known, promoted: promoted?.id, now: clock.now() };
    const counted: ToldRecord[] = [];
    const answers = records.map((record): RecordAnswer => {
      const reason = record === undefined ? "outcome-malformed" : countRecord(counting, record);
      if (reason !== undefined) return { accepted: false, reason };
      if (record !== undefined) counted.push(record);
      return { accepted: true };
    });
    await tx.outcomes.record(counted);
    await exposeTold(tx, known);
    const inputs = await keepInputs(tx, token, { records: counted, now: clock.now() });
    const watched = { rollouts: [...rollouts.values()], fed: fedBy(inputs) };
    return {
      answers: answers.map((answer, index) => withInput(answer, records[index], inputs)),
      marked: await watchHealth(tx, watched, clock.now()),
    };
  });
  for (const key of batch.marked) await wake.ring(key);
  return batch.answers;
}

type Inputs = ReadonlyMap<ToldRecord, InputAnswer>;

function withInput(answer: RecordAnswer, record: ReportedRecord, inputs: Inputs): RecordAnswer {
  const input = record && inputs.get(record);
  return answer.accepted && input !== undefined ? { ...answer, input } : answer;
}

/** The roll-outs that have something new to replay, where they replay what is captured. */
function fedBy(inputs: Inputs): ReadonlySet<string> {
  const kept = [...inputs].filter(([, answer]) => answer.kept);
  return new Set(kept.map(([{ rolloutId }]) => rolloutId));
}

type Named = {
  readonly records: readonly ReportedRecord[];
  readonly promoted: Rollout | undefined;
};

/**
 * Those that are reported on, and what production runs, of which the stable units of another's stage
 * speak too. In the order of their ids, so that two batches never wait for each other.
 */
async function lockNamed(
  tx: Transaction,
  token: Pick<RuntimeToken, "repositoryId" | "system">,
  { records, promoted }: Named,
): Promise<Map<string, Rollout>> {
  const named = records.flatMap((record) =>
    record === undefined ? [] : namedRollout(record.rolloutId).id,
  );
  const ids = [...new Set(promoted === undefined ? named : [...named, promoted.id])].sort();
  const rollouts = new Map<string, Rollout>();
  for (const id of ids) {
    const rollout = await tx.rollouts.loadForUpdate(id);
    const isOwn = rollout?.repositoryId === token.repositoryId && rollout.system === token.system;
    if (rollout !== undefined && isOwn) rollouts.set(id, rollout);
  }
  return rollouts;
}

/** By the name that is reported under, of roll-outs that are locked and nobody else's. */
async function readNamed(
  tx: Transaction,
  rollouts: ReadonlyMap<string, Rollout>,
  records: readonly ReportedRecord[],
): Promise<ReadonlyMap<string, KnownUnits>> {
  const byName = new Map<string, OutcomeRecord[]>();
  for (const record of records) {
    if (record === undefined || !rollouts.has(namedRollout(record.rolloutId).id)) continue;
    const ofName = byName.get(record.rolloutId);
    if (ofName === undefined) byName.set(record.rolloutId, [record]);
    else ofName.push(record);
  }
  const known = new Map<string, KnownUnits>();
  for (const [name, ofName] of byName) known.set(name, await readKnown(tx, name, ofName));
  return known;
}

/** What units were given by what was first told of them, where nobody asked. */
async function exposeTold(tx: Transaction, known: ReadonlyMap<string, KnownUnits>): Promise<void> {
  for (const { told } of known.values()) if (told.length > 0) await tx.rollouts.expose(told);
}

type Counting = {
  readonly rollouts: Map<string, Rollout>;
  readonly known: ReadonlyMap<string, KnownUnits>;
  /** The roll-out that production came from. */
  readonly promoted: string | undefined;
  readonly now: Instant;
};

function countRecord(counting: Counting, record: OutcomeRecord): ReasonCode | undefined {
  const { id, isProduction } = namedRollout(record.rolloutId);
  const rollout = counting.rollouts.get(id);
  const known = counting.known.get(record.rolloutId);
  if (rollout === undefined || known === undefined) return "not-found";
  const given = known.exposures.get(record.unit);
  const exposure = given ?? exposureToldBy(rollout, record, isProduction);
  const { now } = counting;
  const refusal = checkOutcome(rollout, record, { exposure, isProduction, now });
  if (refusal !== undefined || exposure === undefined) return refusal ?? "outcome-unexposed";
  if (isCounted(known, record)) return "outcome-duplicate";
  const weighed = isProduction
    ? weighProduction(rollout, record)
    : {
        ...rollout,
        health: weighOutcome(known, { rollout, record, exposure, isTold: given === undefined }),
      };
  counting.rollouts.set(id, weighed);
  weighBaseline(counting, weighed, record);
  noteCounted(known, record);
  if (given === undefined) noteTold(known, exposure);
  return undefined;
}

/**
 * Where a workflow splits the units, nobody asked which version this one gets: what is first said of
 * it is what it was given, and stays so. Whether all that was said can be so, the counts must show.
 */
function exposureToldBy(
  rollout: Rollout,
  { rolloutId, unit, variant, at }: OutcomeRecord,
  isProduction: boolean,
): Exposure | undefined {
  if (rollout.delivery?.kind !== "workflow") return undefined;
  const given = variant === "candidate" ? variant : "stable";
  const isCandidate = isProduction || given === "candidate";
  const artifact = isCandidate ? rollout.candidate : rollout.stable;
  return { rolloutId, unit, variant: given, artifact, share: rollout.share, at };
}

/**
 * While another mutation is staged, its stable units are production's: without them a version that
 * got worse would stay for as long as something is compared with it. What the candidate mirrored of
 * a stable unit's input is no answer of production's.
 */
function weighBaseline(
  { rollouts, promoted }: Counting,
  { stable }: Rollout,
  record: OutcomeRecord,
): void {
  const production = promoted === undefined ? undefined : rollouts.get(promoted);
  if (record.variant !== "stable" || production?.state !== "promoted") return;
  if (production.candidate !== stable) return;
  rollouts.set(production.id, weighProduction(production, record));
}

function weighProduction(rollout: Rollout, { metrics }: OutcomeRecord): Rollout {
  const { production, rules } = rollout;
  return production === undefined
    ? rollout
    : { ...rollout, production: watchProduction(production, rules, metrics) };
}
