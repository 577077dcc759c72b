import { z } from "zod";
import type { ChatModel } from "./chat-model.ts";
import { OversizedReply } from "./bounded-fetch.ts";

type Part =
  Awaited<ReturnType<ChatModel["doStream"]>>["stream"] extends ReadableStream<infer P> ? P : never;

/** Characters of one answer: more than any model writes within the most tokens that can be asked. */
const MOST_CHARACTERS = 262_144;

/** What came over one stream, to its end. */
export type Reply = {
  readonly text: string;
  /** Every name that the answering model was given on the way. */
  readonly models: ReadonlySet<string>;
  readonly hasDeclined: boolean;
  readonly finish: "stop" | "length" | undefined;
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
};

type Reading = { -readonly [Member in keyof Omit<Reply, "models">]: Reply[Member] } & {
  readonly models: Set<string>;
};

/** Reads a stream to its end; throws what it broke with. */
export async function readReply(
  stream: AsyncIterable<Part>,
  onText: (piece: string) => void,
): Promise<Reply> {
  const reading: Reading = {
    text: "",
    models: new Set(),
    hasDeclined: false,
    finish: undefined,
    inputTokens: undefined,
    outputTokens: undefined,
  };
  for await (const part of stream) take(reading, part, onText);
  return reading;
}

function take(reading: Reading, part: Part, onText: (piece: string) => void): void {
  switch (part.type) {
    case "text-delta":
      reading.text += part.delta;
      if (reading.text.length > MOST_CHARACTERS) throw new OversizedReply();
      onText(part.delta);
      break;
    case "response-metadata":
      if (part.modelId !== undefined) reading.models.add(part.modelId);
      break;
    case "raw":
      witness(reading, part.rawValue);
      break;
    case "stream-start":
      refuseIgnored(part.warnings);
      break;
    case "finish":
      end(reading, part);
      break;
    case "error":
      throw part.error instanceof Error ? part.error : new Error("the provider broke off");
    default:
      break;
  }
}

/** Thrown where a provider would leave out what was asked for: the evidence would be about less. */
export class IgnoredParameter extends Error {
  override readonly name = "IgnoredParameter";
}

function refuseIgnored(
  warnings: Extract<Part, { readonly type: "stream-start" }>["warnings"],
): void {
  const [ignored] = warnings.flatMap((one) => (one.type === "unsupported" ? [one.feature] : []));
  if (ignored !== undefined) throw new IgnoredParameter(ignored);
}

const told = z.object({
  type: z.string().optional(),
  model: z.string().optional(),
  message: z.object({ model: z.string() }).optional().catch(undefined),
  response: z.object({ model: z.string() }).optional().catch(undefined),
  choices: z
    .array(z.object({ delta: z.object({ refusal: z.string().nullish() }) }))
    .optional()
    .catch(undefined),
});

/**
 * What an event says itself. The SDKs tell of the first model name only, and hand the words of a
 * refusal on as if they were an answer.
 */
function witness(reading: Reading, event: unknown): void {
  const read = told.safeParse(event);
  if (!read.success) return;
  const { model, message, response } = read.data;
  for (const name of [model, message?.model, response?.model]) {
    if (name !== undefined && name !== "") reading.models.add(name);
  }
  if (isRefusal(read.data)) reading.hasDeclined = true;
}

function isRefusal({ type = "", choices = [] }: z.output<typeof told>): boolean {
  const isTold = choices.some(({ delta }) => Boolean(delta.refusal));
  return isTold || type.startsWith("response.refusal.");
}

const tokens = z.int().min(0).max(1_000_000_000).optional().catch(undefined);

function end(
  reading: Reading,
  { finishReason, usage }: Extract<Part, { readonly type: "finish" }>,
): void {
  const { unified } = finishReason;
  reading.finish = unified === "stop" || unified === "length" ? unified : undefined;
  if (unified === "content-filter") reading.hasDeclined = true;
  reading.inputTokens = tokens.parse(usage.inputTokens.total);
  reading.outputTokens = tokens.parse(usage.outputTokens.total);
}
