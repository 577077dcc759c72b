import { z } from "zod";
import type { ModelParams } from "../../core/ir/model-question.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { ModelRefusal } from "../../ports/models.ts";
import type { ChatCall } from "./chat-model.ts";

/** Every answer has an end, so that what it may cost is known before it is asked for. */
const MOST_OUTPUT = 1_024;

const paramsSchema = z.strictObject({
  max_output_tokens: z.int().min(1).max(32_768).default(MOST_OUTPUT),
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().min(0).max(1).optional(),
  top_k: z.int().min(1).max(1_000).optional(),
  presence_penalty: z.number().min(-2).max(2).optional(),
  frequency_penalty: z.number().min(-2).max(2).optional(),
  stop: z.string().min(1).max(100).optional(),
});

type Settings = Pick<
  ChatCall,
  "temperature" | "topP" | "topK" | "presencePenalty" | "frequencyPenalty" | "stopSequences"
> & { readonly maxOutputTokens: number };

/** Reads what a proposer wrote. A parameter that nobody knows is refused, not left out in silence. */
export function parseParams(params: ModelParams): Result<Settings, ModelRefusal> {
  const read = paramsSchema.safeParse(params);
  if (!read.success) {
    const [issue] = read.error.issues;
    const named = issue?.code === "unrecognized_keys" ? issue.keys : (issue?.path ?? []);
    const detail = `params: ${named.join(", ").slice(0, 100)}`;
    return refused({ reason: "model-request-refused", detail });
  }
  const { max_output_tokens: maxOutputTokens, ...known } = read.data;
  return accepted({ maxOutputTokens, ...samplingOf(known), ...restraintsOf(known) });
}

type Known = Omit<z.output<typeof paramsSchema>, "max_output_tokens">;

function samplingOf({ temperature, top_p: topP, top_k: topK }: Known): Partial<Settings> {
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(topK === undefined ? {} : { topK }),
  };
}

function restraintsOf({ stop, ...known }: Known): Partial<Settings> {
  const { presence_penalty: presencePenalty, frequency_penalty: frequencyPenalty } = known;
  return {
    ...(presencePenalty === undefined ? {} : { presencePenalty }),
    ...(frequencyPenalty === undefined ? {} : { frequencyPenalty }),
    ...(stop === undefined ? {} : { stopSequences: [stop] }),
  };
}
