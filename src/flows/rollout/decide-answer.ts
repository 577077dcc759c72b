import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { InstallationId } from "../../core/kernel/ids.ts";
import type { Result } from "../../core/kernel/result.ts";
import { type Instant, later } from "../../core/kernel/instant.ts";
import { answerStageCommand } from "../../core/rollout/answer-command.ts";
import { isStageCommand } from "../../core/rollout/command.ts";
import { advances } from "../../core/rollout/freeze.ts";
import { isOver, type Rollout } from "../../core/rollout/rollout.ts";
import type { CommandRequest } from "../../ports/store/commands.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { refuseToBegin } from "./begin-emergency.ts";
import { branchKey } from "../reconcile/branch-desk.ts";
import { isStopped } from "../incident/incident-freeze.ts";
import { liftIncidents } from "../incident/lift-incidents.ts";
import type { Emergency } from "./prepare-emergency.ts";

/** A canary that nobody moves for this long loses its system to the next in line. */
const CANARY_LEASE = 30 * 24 * 3600 * 1000;

export type Deciding = {
  readonly request: CommandRequest;
  readonly permitted: boolean;
  readonly installation: InstallationId;
  /** What GitHub shows of the emergency that was asked for. */
  readonly emergency: Result<Emergency, ReasonCode> | undefined;
  readonly record: PullRecord | undefined;
  readonly rollout: Rollout | undefined;
  readonly now: Instant;
};

export type Answer = {
  readonly reason: ReasonCode;
  readonly after?: Rollout;
  /** True when the gates are to look again. */
  readonly reopened?: boolean;
  /** What people vouch for in place of evidence. */
  readonly emergency?: Emergency;
};

/** Answers one command inside the transaction that will act on it. */
export async function decideAnswer(tx: Transaction, deciding: Deciding): Promise<Answer> {
  const { request, permitted, record, rollout } = deciding;
  if (!permitted) return { reason: "command-not-permitted" };
  if (record?.headSha !== request.headSha) return { reason: "command-stale" };
  if (request.command === "lift") {
    return { reason: await liftIncidents(tx, { ...deciding, record }) };
  }
  if (request.command === "emergency") return allowEmergency(tx, { ...deciding, record });
  // A roll-out that the record does not name stands on a decision that no longer holds.
  const own = rollout?.id === record.rolloutId ? rollout : undefined;
  return request.command === "re-evaluate"
    ? reopen(rollout)
    : moveStage(tx, { ...deciding, rollout: own });
}

async function allowEmergency(
  tx: Transaction,
  { record, emergency, installation, now }: Deciding & { readonly record: PullRecord },
): Promise<Answer> {
  if (emergency === undefined) return { reason: "command-not-permitted" };
  if (!emergency.ok) return { reason: emergency.refusal };
  const reason = await refuseToBegin(tx, { record, emergency: emergency.value, now });
  if (reason !== undefined) return { reason };
  // The review that will be owed is watched with the branch. Work rows come before the ledger.
  await tx.work.mark(branchKey(record.key.repositoryId), installation, now);
  return { reason: "command-obeyed", emergency: emergency.value };
}

/** The gates look again only while no unit is served by what they decided on. */
function reopen(rollout: Rollout | undefined): Answer {
  const isUnderWay = rollout !== undefined && rollout.state !== "accepted" && !isOver(rollout);
  return isUnderWay
    ? { reason: "command-out-of-order" }
    : { reason: "command-obeyed", reopened: true };
}

async function moveStage(tx: Transaction, { request, rollout, now }: Deciding): Promise<Answer> {
  const { command, headSha, actor } = request;
  const next = answerStageCommand(rollout, { command, headSha, ...actor }, now);
  if (!next.ok) return { reason: next.refusal };
  const goesOn = isStageCommand(command) && advances({ kind: "command", command });
  if (goesOn && (await isStopped(tx, next.value, now))) return { reason: "incident-open" };
  if (command === "shadow" || command === "canary") {
    // Between a promotion and the news that the base moved, this one's baseline is history already.
    const pointer = await tx.systems.pointer(next.value.repositoryId, next.value.system);
    if (pointer?.artifact !== next.value.stable) return { reason: "baseline-moved" };
    const until = later(now, CANARY_LEASE);
    const held = await tx.systems.holdCanary(request.key, next.value.system, next.value.id, until);
    if (!held) return { reason: "system-busy" };
  }
  return { reason: "command-obeyed", after: next.value };
}
