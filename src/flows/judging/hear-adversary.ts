import type { Scorecard } from "../../core/evaluation/scorecard.ts";
import type { Charter } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { changeToJudge } from "../../core/judging/adversarial/change-to-judge.ts";
import { type Answer, parseAnswer } from "../../core/judging/adversarial/parse-answer.ts";
import { type Call, planHearing } from "../../core/judging/adversarial/plan-hearing.ts";
import { PROMPT_DIGEST } from "../../core/judging/adversarial/rubric.ts";
import { ruleOnAnswers } from "../../core/judging/adversarial/rule-on-answers.ts";
import { type JudgeModel, mayJudge } from "../../core/judging/judge-model.ts";
import type { JudgeFacts, ModeVerdict } from "../../core/judging/mode-verdict.ts";
import { type Digest, digestOf, digestOfJson } from "../../core/kernel/digest.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { ModelAccount, Models, ModelSession } from "../../ports/models.ts";

export type Adversary = {
  readonly models: Models;
  readonly model: JudgeModel;
  /** Unguessable: nobody can write a text for marks and names that are not drawn yet. */
  readonly random: string;
  readonly charter: Charter;
  readonly account?: ModelAccount | undefined;
  isCurrent(): Promise<boolean>;
};

/** For one question, all tries included. */
const DEADLINE_MS = 120_000;

/** Two questions, and as many tries again. Tokens: what two of the largest questions can take. */
const BUDGET = { calls: 6, tokens: 2_000_000 };

const PARAMS = { max_output_tokens: 2_048 };

/**
 * Has a model of another family hunt for a hack, in both orders and with controls in each question.
 * Whatever goes wrong holds the change: an outage, a refusal or a broken answer clears nothing.
 */
export async function hearAdversary(
  adversary: Adversary,
  mutation: Mutation,
  scorecard: Scorecard,
): Promise<ModeVerdict | "overtaken"> {
  const { model, models, charter } = adversary;
  const facts = { ...factsOf(model), controls: "unheard" };
  if (!mayJudge(model, charter.proposers, charter.judge.minimum_family_distance)) {
    return ended("no-data", "judge-family-refused", facts);
  }
  const hearing = planHearing(changeToJudge(mutation, scorecard.reports), adversary.random);
  if (!hearing.ok) return ended("no-data", hearing.refusal, facts);
  const session = models.open(BUDGET, adversary.account);
  const heard: Heard[] = [];
  for (const call of hearing.value) {
    if (!(await adversary.isCurrent())) return "overtaken";
    const answer = await putCall(session, adversary, call);
    if (!answer.ok)
      return ended("error", answer.refusal.reason, { ...facts, ...answer.refusal.facts });
    heard.push(answer.value);
  }
  return conclude(heard, facts);
}

function conclude(heard: readonly Heard[], facts: JudgeFacts): ModeVerdict {
  const [first, second] = heard;
  if (first === undefined || second === undefined) {
    throw new Error("a hearing ended with fewer than two answers");
  }
  const known = { ...facts, ...recordOf([first, second]) };
  if (first.answeredBy !== second.answeredBy) {
    return ended("error", "judge-unavailable", { ...known, why: "model-swapped" });
  }
  const { outcome, reason, controls } = ruleOnAnswers(first.answer, second.answer);
  return ended(outcome, reason, { ...known, controls });
}

type Heard = {
  readonly answer: Answer;
  readonly answeredBy: string;
  readonly question: Digest;
  readonly digest: Digest;
};

type Unheard = {
  readonly reason: "judge-unavailable" | "judge-answer-invalid";
  readonly facts: JudgeFacts;
};

async function putCall(
  session: ModelSession,
  { model, random, ...adversary }: Adversary,
  { messages, names }: Call,
): Promise<Result<Heard, Unheard>> {
  const told = await session.ask({
    model: { provider: model.provider, id: model.id },
    messages,
    params: PARAMS,
    seed: Number.parseInt(digestOf(random).slice(-8), 16) & 0x7fff_ffff,
    deadlineMs: DEADLINE_MS,
    isWanted: () => adversary.isCurrent(),
  });
  if (!told.ok) {
    return refused({ reason: "judge-unavailable", facts: { why: told.refusal.reason } });
  }
  const { text, finish, answeredBy } = told.value;
  const read =
    finish === "stop" ? parseAnswer(text, names) : refused("judge-answer-invalid" as const);
  const question = digestOfJson(messages.map((message) => ({ ...message })));
  const digest = digestOf(text);
  return read.ok
    ? accepted({ answer: read.value, answeredBy, question, digest })
    : refused({ reason: read.refusal, facts: { questions: [question], answers: [digest] } });
}

function factsOf({ provider, id, family }: JudgeModel): JudgeFacts {
  return { model: `${provider}/${id}`, family, prompt: PROMPT_DIGEST };
}

function recordOf(heard: readonly [Heard, Heard]): JudgeFacts {
  return {
    answered_by: heard[0].answeredBy,
    questions: heard.map(({ question }) => question),
    answers: heard.map(({ digest }) => digest),
  };
}

function ended(
  outcome: ModeVerdict["outcome"],
  reason: ModeVerdict["reason"],
  facts: JudgeFacts,
): ModeVerdict {
  return { mode: "adversarial", outcome, reason, facts };
}
