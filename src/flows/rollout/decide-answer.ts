import { type Approvals, suffice } from "../../core/constitution/approvals.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Result } from "../../core/kernel/result.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { answerStageCommand } from "../../core/rollout/answer-command.ts";
import { isStageCommand } from "../../core/rollout/command.ts";
import { advances } from "../../core/rollout/freeze.ts";
import { isOver, type Rollout } from "../../core/rollout/rollout.ts";
import type { CommandRequest } from "../../ports/store/commands.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { refuseToBegin } from "./begin-emergency.ts";
import { bearOnWord, type BornOnWord } from "./begin-on-word.ts";
import { isInProduction } from "./take-back.ts";
import { holdSystem } from "./hold-system.ts";
import type { Word } from "./prepare-word.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";
import { branchKey } from "../reconcile/branch-desk.ts";
import { isStopped } from "../incident/incident-freeze.ts";
import { liftIncidents } from "../incident/lift-incidents.ts";
import type { Emergency } from "./prepare-emergency.ts";

export type Deciding = {
  readonly request: CommandRequest;
  readonly permitted: boolean;
  readonly reconciling: Reconciling;
  /** What GitHub shows of the emergency that was asked for. */
  readonly emergency: Result<Emergency, ReasonCode> | undefined;
  /** What it shows of a quarantined mutation that is to be staged. */
  readonly word: Result<Word, ReasonCode> | undefined;
  /** Who stands behind the roll-out that is under way, where it rests on somebody. */
  readonly vouchers: Approvals | undefined;
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
  /** What people send to live evidence, and the roll-out that comes of it. */
  readonly word?: { readonly word: Word; readonly born: BornOnWord };
};

/** Answers one command inside the transaction that will act on it. */
export async function decideAnswer(tx: Transaction, deciding: Deciding): Promise<Answer> {
  const { request, permitted, record, rollout, word, reconciling } = deciding;
  if (!permitted) return { reason: "command-not-permitted" };
  if (record?.headSha !== request.headSha) return { reason: "command-stale" };
  if (request.command === "lift") {
    const { installation } = reconciling.lease;
    return { reason: await liftIncidents(tx, { ...deciding, installation, record }) };
  }
  if (request.command === "emergency") return allowEmergency(tx, { ...deciding, record });
  if (word !== undefined) return allowOnWord(tx, { ...deciding, record, word });
  // A roll-out that the record does not name stands on a decision that no longer holds.
  const own = rollout?.id === record.rolloutId ? rollout : undefined;
  return request.command === "re-evaluate"
    ? reopen(rollout)
    : moveStage(tx, { ...deciding, rollout: own });
}

async function allowEmergency(
  tx: Transaction,
  { record, emergency, reconciling, now }: Deciding & { readonly record: PullRecord },
): Promise<Answer> {
  if (emergency === undefined) return { reason: "command-not-permitted" };
  if (!emergency.ok) return { reason: emergency.refusal };
  const reason = await refuseToBegin(tx, { record, emergency: emergency.value, now });
  if (reason !== undefined) return { reason };
  // The review that will be owed is watched with the branch. Work rows come before the ledger.
  const { installation } = reconciling.lease;
  await tx.work.mark(branchKey(record.key.repositoryId), installation, now);
  return { reason: "command-obeyed", emergency: emergency.value };
}

type OnWord = Deciding & {
  readonly record: PullRecord;
  readonly word: Result<Word, ReasonCode>;
};

async function allowOnWord(
  tx: Transaction,
  { record, word, reconciling, rollout: earlier, now }: OnWord,
): Promise<Answer> {
  if (!word.ok) return { reason: word.refusal };
  const asked = { record, word: word.value, earlier, now };
  const born = await bearOnWord(tx, reconciling, asked);
  return born.ok
    ? { reason: "command-obeyed", word: { word: word.value, born: born.value } }
    : { reason: born.refusal };
}

/** The gates look again only while no unit is served by what they decided on. */
function reopen(rollout: Rollout | undefined): Answer {
  const isUnderWay = rollout !== undefined && rollout.state !== "accepted" && !isOver(rollout);
  return isUnderWay
    ? { reason: "command-out-of-order" }
    : { reason: "command-obeyed", reopened: true };
}

async function moveStage(tx: Transaction, deciding: Deciding): Promise<Answer> {
  const { request, rollout, now } = deciding;
  const { command, headSha, actor } = request;
  const next = answerStageCommand(rollout, { command, headSha, ...actor }, now);
  if (!next.ok) return { reason: next.refusal };
  const barred = await whatBars(tx, deciding, next.value);
  if (barred !== undefined) return { reason: barred };
  if (command === "shadow" || command === "canary") {
    const busy = await holdSystem(tx, { key: request.key, rollout: next.value, now });
    if (busy !== undefined) return { reason: busy };
  }
  return { reason: "command-obeyed", after: next.value };
}

/** What keeps a lawful step from being taken now; nothing where it may be. */
async function whatBars(
  tx: Transaction,
  { request: { command }, rollout, vouchers, now }: Deciding,
  next: Rollout,
): Promise<ReasonCode | undefined> {
  if (vouchers !== undefined && !suffice(vouchers)) return "approvals-lapsed";
  // Promoted once, and since then another version was: there is nothing left to take back.
  if (rollout?.state === "promoted" && !(await isInProduction(tx, rollout))) {
    return "command-out-of-order";
  }
  const goesOn = isStageCommand(command) && advances({ kind: "command", command });
  return goesOn && (await isStopped(tx, next, now)) ? "incident-open" : undefined;
}
