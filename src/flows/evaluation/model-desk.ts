import { jsonOf } from "../../core/ir/json-of.ts";
import type { ModelName, ModelQuestion, ModelReply } from "../../core/ir/model-question.ts";
import { type Digest, digestOf, digestOfJson } from "../../core/kernel/digest.ts";
import type {
  ModelAccount,
  ModelAnswer,
  ModelRefusal,
  Models,
  ModelSession,
} from "../../ports/models.ts";

/** Puts the questions of both sides of one evaluation, under one budget. */
export type ModelDesk = {
  /** The same question with the same seed is put once, whoever asks it first. */
  reply(question: ModelQuestion, seed: string): Promise<ModelReply>;
  /** The first reason that says nothing of any model; nothing is asked after it. */
  refusal(): ModelRefusal | undefined;
};

/** For one question, all tries included. */
const DEADLINE_MS = 60_000;

type Desk = {
  readonly session: ModelSession;
  readonly isWanted: () => Promise<boolean>;
  readonly replies: Map<Digest, Promise<ModelReply>>;
  /** Which snapshot answered for a model: halfway through, another one is another model. */
  readonly snapshots: Map<string, string>;
  refusal: ModelRefusal | undefined;
};

export function openModelDesk(
  models: Models,
  isWanted: () => Promise<boolean>,
  account?: ModelAccount,
): ModelDesk {
  const desk: Desk = {
    session: models.open({}, account),
    isWanted,
    replies: new Map(),
    snapshots: new Map(),
    refusal: undefined,
  };
  return {
    refusal: () => desk.refusal,
    reply: (question, seed) => {
      if (!models.serves(question.model.provider)) return Promise.resolve({ kind: "absent" });
      const key = digestOfJson(jsonOf({ question, seed }));
      const known = desk.replies.get(key) ?? ask(desk, question, seed);
      desk.replies.set(key, known);
      return known;
    },
  };
}

async function ask(desk: Desk, question: ModelQuestion, seed: string): Promise<ModelReply> {
  if (desk.refusal !== undefined) return { kind: "broken" };
  const told = await desk.session.ask({
    ...question,
    seed: seedOf(seed),
    deadlineMs: DEADLINE_MS,
    isWanted: desk.isWanted,
  });
  if (!told.ok && told.refusal.reason === "model-declined") return { kind: "declined" };
  const refusal = told.ok ? swapOf(desk, question.model, told.value) : told.refusal;
  desk.refusal ??= refusal;
  if (!told.ok || refusal !== undefined) return { kind: "broken" };
  const { text, usage, milliseconds } = told.value;
  return { kind: "told", text, tokens: usage.inputTokens + usage.outputTokens, milliseconds };
}

function swapOf(
  { snapshots }: Desk,
  { provider, id }: ModelName,
  { answeredBy }: ModelAnswer,
): ModelRefusal | undefined {
  const name = `${provider}/${id}`;
  const before = snapshots.get(name);
  snapshots.set(name, before ?? answeredBy);
  return before === undefined || before === answeredBy
    ? undefined
    : { reason: "model-swapped", detail: `${before}, then ${answeredBy}` };
}

/** 31 bits, because providers take a positive integer. */
function seedOf(seed: string): number {
  return Number.parseInt(digestOf(seed).slice(-8), 16) & 0x7fff_ffff;
}
