import { type Comparison, planComparison } from "../../core/evaluation/rating/plan-comparison.ts";
import {
  parsePreferred,
  type Preference,
  preferenceOf,
} from "../../core/evaluation/rating/preference.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { ModelName, ModelReply } from "../../core/ir/model-question.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { ModelDesk } from "./model-desk.ts";

/** Who compares free text, and at which desk it is asked: one budget with everything else. */
export type Rater = {
  readonly desk: ModelDesk;
  readonly model: ModelName;
  /** Unguessable: nobody can write an answer for marks and names that are not drawn yet. */
  readonly random: string;
};

/** Room to think for models that think aloud to themselves; the answer is one line. */
const PARAMS = { max_output_tokens: 2_048 };

/** Asks in both orders. Whatever goes wrong is a reason to hold, and never a preference. */
export async function compareAnswers(
  { desk, model, random }: Rater,
  id: string,
  comparison: Comparison,
): Promise<Result<Preference, ReasonCode>> {
  const drawn = `${random}/${id}`;
  const calls = planComparison(comparison, drawn);
  if (!calls.ok) return calls;
  const replies = await Promise.all(
    calls.value.map(({ messages }) => desk.reply({ model, messages, params: PARAMS }, drawn)),
  );
  const [first, second] = calls.value.map(({ names }, at) => {
    const reply = replies[at];
    return reply?.kind === "told" ? parsePreferred(reply.text, names) : undefined;
  });
  return first === undefined || second === undefined
    ? refused(reasonOf(desk, replies))
    : accepted(preferenceOf(first, second));
}

function reasonOf(desk: ModelDesk, replies: readonly ModelReply[]): ReasonCode {
  if (replies.some(({ kind }) => kind === "absent")) return "model-unconfigured";
  return desk.refusal()?.reason ?? "rater-answer-invalid";
}
