import { type Dialect, event, piecesOf } from "./told.ts";

/** Anthropic's Messages API. */
export const MESSAGES: Dialect = {
  path: "/messages",
  health: "/models?limit=1",
  keyOf: (headers) => String(headers["x-api-key"] ?? ""),
  error: (status, message) => ({
    type: "error",
    error: { type: status === 429 ? "rate_limit_error" : "api_error", message },
  }),
  trouble: (message) => event({ type: "error", error: { type: "api_error", message } }, "error"),
  events: ({ model, text, ending, usage = { input: 0, output: 0 } }) => {
    const message = {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: usage.input, output_tokens: 1 },
    };
    const deltas = piecesOf(text).map((piece) => ({
      type: "content_block_delta",
      index: 0,
      delta: { type: "text_delta", text: piece },
    }));
    const bodies = [
      { type: "message_start", message },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      { type: "ping" },
      ...deltas,
      { type: "content_block_stop", index: 0 },
      {
        type: "message_delta",
        delta: { stop_reason: STOPS[ending], stop_sequence: null },
        usage: { output_tokens: usage.output },
      },
      { type: "message_stop" },
    ];
    return bodies.map((body) => event(body, body.type));
  },
};

const STOPS = { stop: "end_turn", length: "max_tokens", declined: "refusal" } as const;
