import type { Effect } from "../../core/decision/effect.ts";
import { type Charter, CHARTER_PATH } from "../../core/ir/charter.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { commandBody, draftOf } from "../../core/ledger/drafts.ts";
import { renderAnswer } from "../../core/prose/commands.ts";
import { mayCommand } from "../../core/rollout/answer-command.ts";
import { COMMAND_LABEL_PREFIX } from "../../core/rollout/command.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import type { CommandRequest } from "../../ports/store/commands.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { enter } from "./advance-pull.ts";
import { beginEmergency } from "./begin-emergency.ts";
import { conclude } from "../reconcile/conclude.ts";
import { type Answer, decideAnswer, type Deciding } from "./decide-answer.ts";
import { charterBeforeIncident, readCharter } from "../reading/lawful-charter.ts";
import { lockRollout } from "./lock-rollout.ts";
import { planPresence } from "../reconcile/plan-presence.ts";
import { prepareEmergency } from "./prepare-emergency.ts";
import { type Reconciling, subjectOf } from "../reconcile/reconciling.ts";

/** Answers kept in the summary comment; older ones stand in the ledger. */
const MOST_ANSWERS = 5;

export type Obeyed = {
  readonly answered: number;
  /** True when somebody had the gates look again. */
  readonly reopened: boolean;
};

/**
 * Answers what people asked for, oldest first. A command is a request: the person's permission is
 * read from GitHub now, it binds to the head they saw, it is acted on once, and its label goes.
 */
export async function obeyCommands(reconciling: Reconciling): Promise<Obeyed> {
  const { ports, lease } = reconciling;
  const waiting = await ports.store.transact((tx) => tx.commands.waiting(lease.key));
  if (waiting.length === 0) return { answered: 0, reopened: false };
  const people = await loadPeople(reconciling);
  let reopened = false;
  for (const request of waiting) {
    const role = await reconciling.repository.role(request.actor.login);
    const permitted = mayCommand(
      { command: request.command, headSha: request.headSha, ...request.actor },
      { operators: commandersOf(people, request), role },
    );
    const isAsked = permitted && request.command === "emergency";
    const emergency = isAsked ? await prepareEmergency(reconciling) : undefined;
    const answered = await ports.store.transact((tx) =>
      answer(tx, reconciling, { request, permitted, emergency }),
    );
    reopened ||= answered.reopened === true;
  }
  return { answered: waiting.length, reopened };
}

type People = Pick<Charter["people"], "stewards" | "operators">;

/**
 * The base branch's charter as it is now: whoever was taken off it commands no more. One that went
 * around the app names nobody; the one before it does.
 */
async function loadPeople(reconciling: Reconciling): Promise<People> {
  const { repository, pull } = reconciling;
  const before = await charterBeforeIncident(reconciling);
  if (before !== undefined) return before.charter.people;
  const entry = (await repository.tree(pull.baseSha)).get(CHARTER_PATH);
  const charter = await readCharter(repository, entry);
  return charter?.people ?? { stewards: [], operators: [] };
}

/** What ends an incident is for those who approve, not for those who run. */
function commandersOf(people: People, { command }: CommandRequest): readonly string[] {
  return command === "lift" ? people.stewards : people.operators;
}

type Asked = Pick<Deciding, "request" | "permitted" | "emergency">;

async function answer(tx: Transaction, reconciling: Reconciling, asked: Asked): Promise<Answer> {
  const { lease, ports } = reconciling;
  const rollout = await lockRollout(tx, lease);
  const now = ports.clock.now();
  const record = await tx.pulls.load(lease.key);
  const outcome = await decideAnswer(tx, {
    ...asked,
    installation: lease.installation,
    record,
    rollout,
    now,
  });
  await tx.commands.answer(asked.request.guid, outcome.reason);
  if (record === undefined) return outcome;
  const answered: PullRecord = {
    ...(outcome.reopened ? { ...record, state: "waiting" } : record),
    answers: [...record.answers, renderAnswer(asked.request, outcome.reason)].slice(-MOST_ANSWERS),
  };
  await conclude(tx, lease, {
    record: answered,
    drafts: [
      draftOf(
        "command",
        { at: now, subject: subjectOf(reconciling, record.system) },
        commandBody({
          command: asked.request.command,
          actorId: asked.request.actor.id,
          via: asked.request.via,
          guid: asked.request.guid,
          reason: outcome.reason,
        }),
      ),
    ],
    effects: [...planLabelRemoval(asked.request), ...planPresence(answered, rollout)],
  });
  await act(tx, reconciling, { request: asked.request, record: answered, rollout, now, outcome });
  return outcome;
}

type Acting = {
  readonly request: CommandRequest;
  readonly record: PullRecord;
  readonly rollout: Rollout | undefined;
  readonly now: Instant;
  readonly outcome: Answer;
};

/** What was allowed happens in the transaction that answered it. */
async function act(
  tx: Transaction,
  reconciling: Reconciling,
  { request, record, rollout, now, outcome }: Acting,
): Promise<void> {
  const { after, emergency } = outcome;
  if (rollout !== undefined && after !== undefined) {
    await enter(tx, reconciling, { record, before: rollout, after, now });
  }
  if (emergency !== undefined) {
    await beginEmergency(tx, reconciling, { request, record, rollout, now, emergency });
  }
}

function planLabelRemoval(request: CommandRequest): readonly Effect[] {
  if (request.via !== "label") return [];
  return [
    {
      kind: "remove-label",
      slot: `command/${request.guid}`,
      pull: request.key.pull,
      label: `${COMMAND_LABEL_PREFIX}${request.command}`,
    },
  ];
}
