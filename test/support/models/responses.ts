import { bearer, type Dialect, event, piecesOf, type Told } from "./told.ts";

/** OpenAI's Responses API. */
export const RESPONSES: Dialect = {
  path: "/responses",
  health: "/models",
  keyOf: bearer,
  error: (status, message) => ({
    error: {
      message,
      type: status === 429 ? "rate_limit_error" : "api_error",
      param: null,
      code: null,
    },
  }),
  trouble: (message) =>
    event(
      { type: "error", code: "server_error", message, param: null, sequence_number: 9 },
      "error",
    ),
  events: (told) => {
    let number = 0;
    return bodiesOf(told).map((body) => {
      const data = { ...body, sequence_number: number++ };
      return event(data, body.type);
    });
  },
};

type Body = { readonly type: string; readonly [member: string]: unknown };

function bodiesOf(told: Told): readonly Body[] {
  const item = {
    id: "msg_1",
    type: "message",
    role: "assistant",
    status: "in_progress",
    content: [],
  };
  const place = { item_id: item.id, output_index: 0, content_index: 0 };
  const isDeclined = told.ending === "declined";
  const deltas = piecesOf(told.text).map((delta) =>
    isDeclined
      ? { type: "response.refusal.delta", ...place, delta }
      : { type: "response.output_text.delta", ...place, delta, logprobs: [] },
  );
  const content = isDeclined
    ? { type: "refusal", refusal: told.text }
    : { type: "output_text", text: told.text, annotations: [], logprobs: [] };
  const done = { ...item, status: "completed", content: [content] };
  const isCut = told.ending === "length";
  return [
    { type: "response.created", response: responseOf(told, "in_progress") },
    { type: "response.in_progress", response: responseOf(told, "in_progress") },
    { type: "response.output_item.added", output_index: 0, item },
    ...deltas,
    { type: "response.output_item.done", output_index: 0, item: done },
    {
      type: isCut ? "response.incomplete" : "response.completed",
      response: {
        ...responseOf(told, isCut ? "incomplete" : "completed"),
        output: [done],
        incomplete_details: isCut ? { reason: "max_output_tokens" } : null,
        usage: usageOf(told),
      },
    },
  ];
}

function responseOf({ model }: Told, status: string): Readonly<Record<string, unknown>> {
  return {
    id: "resp_1",
    object: "response",
    created_at: 1_750_000_000,
    status,
    error: null,
    incomplete_details: null,
    model,
    output: [],
    usage: null,
  };
}

function usageOf({ usage }: Told): unknown {
  if (usage === undefined) return null;
  return {
    input_tokens: usage.input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: usage.output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: usage.input + usage.output,
  };
}
