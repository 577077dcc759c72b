import type { Effect } from "../../core/decision/effect.ts";
import type { Charter } from "../../core/ir/charter.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { commandBody, draftOf } from "../../core/ledger/drafts.ts";
import { renderAnswer, renderLine } from "../../core/prose/commands.ts";
import { mayCommand } from "../../core/rollout/answer-command.ts";
import { COMMAND_LABEL_PREFIX } from "../../core/rollout/command.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import type { CommandRequest } from "../../ports/store/commands.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { enter } from "./advance-pull.ts";
import { beginEmergency } from "./begin-emergency.ts";
import { beginOnWord } from "./begin-on-word.ts";
import { conclude } from "../reconcile/conclude.ts";
import { type Answer, decideAnswer, type Deciding } from "./decide-answer.ts";
import { charterInForce } from "../reading/lawful-charter.ts";
import { lineFor } from "./line-for.ts";
import { lockRollout } from "./lock-rollout.ts";
import { planPresence } from "../reconcile/plan-presence.ts";
import { prepareEmergency } from "./prepare-emergency.ts";
import { prepareWord, recountVouchers } from "./prepare-word.ts";
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
    const asked = { request, permitted, ...(await prepare(reconciling, { request, permitted })) };
    const answered = await ports.store.transact((tx) => answer(tx, reconciling, asked));
    reopened ||= answered.reopened === true;
  }
  return { answered: waiting.length, reopened };
}

type Prepared = Pick<Deciding, "emergency" | "word" | "vouchers">;

/** What only GitHub can tell, read before the transaction that answers, and only where it is asked for. */
async function prepare(
  reconciling: Reconciling,
  { request, permitted }: Pick<Deciding, "request" | "permitted">,
): Promise<Prepared> {
  if (!permitted) return { emergency: undefined, word: undefined, vouchers: undefined };
  const isEmergency = request.command === "emergency";
  return {
    emergency: isEmergency ? await prepareEmergency(reconciling) : undefined,
    word: await prepareWord(reconciling, request),
    vouchers: await recountVouchers(reconciling, request),
  };
}

type People = Pick<Charter["people"], "stewards" | "operators">;

async function loadPeople(reconciling: Reconciling): Promise<People> {
  return (await charterInForce(reconciling))?.people ?? { stewards: [], operators: [] };
}

/** What ends an incident is for those who approve, not for those who run. */
function commandersOf(people: People, { command }: CommandRequest): readonly string[] {
  return command === "lift" ? people.stewards : people.operators;
}

type Asked = Prepared & Pick<Deciding, "request" | "permitted">;

async function answer(tx: Transaction, reconciling: Reconciling, asked: Asked): Promise<Answer> {
  const { lease, ports } = reconciling;
  const rollout = await lockRollout(tx, lease);
  const now = ports.clock.now();
  const record = await tx.pulls.load(lease.key);
  const outcome = await decideAnswer(tx, {
    ...asked,
    reconciling,
    record,
    rollout,
    now,
  });
  await tx.commands.answer(asked.request.guid, outcome.reason);
  if (record === undefined) return outcome;
  const answered: PullRecord = {
    ...(outcome.reopened ? { ...record, state: "waiting" } : record),
    answers: [...record.answers, await wordOf(tx, asked.request, { outcome, record })].slice(
      -MOST_ANSWERS,
    ),
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

type Said = { readonly outcome: Answer; readonly record: PullRecord };

/** What the summary comment says of it; whoever finds a system taken is told by whom. */
async function wordOf(
  tx: Transaction,
  request: CommandRequest,
  { outcome: { reason }, record: { key, system } }: Said,
): Promise<string> {
  if (reason !== "system-busy" || system === undefined) return renderAnswer(request, reason);
  const { holder, waiting } = await lineFor(tx, key.repositoryId, system);
  const place = waiting.indexOf(key.pull) + 1;
  return renderAnswer(request, reason, renderLine({ holder, place, waiting: waiting.length }));
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
  const { after, emergency, word } = outcome;
  if (rollout !== undefined && after !== undefined) {
    await enter(tx, reconciling, { record, before: rollout, after, now });
  }
  if (emergency !== undefined) {
    await beginEmergency(tx, reconciling, { request, record, rollout, now, emergency });
  }
  if (word !== undefined) {
    await beginOnWord(tx, reconciling, { request, record, earlier: rollout, now, ...word });
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
