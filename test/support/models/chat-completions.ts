import { bearer, type Dialect, event, piecesOf } from "./told.ts";

/** Chat completions, as OpenAI described them first and most other servers speak them. */
export const CHAT_COMPLETIONS: Dialect = {
  path: "/chat/completions",
  health: "/models",
  keyOf: bearer,
  error: (status, message) => ({
    error: {
      message,
      type: "server_error",
      param: null,
      code: status === 429 ? "rate_limit" : null,
    },
  }),
  trouble: (message) => event({ error: { message, type: "server_error", param: null, code: 502 } }),
  events: ({ model, text, ending, usage }) => {
    const chunk = (delta: unknown, finish: string | null): string =>
      event({
        id: "chatcmpl-1",
        object: "chat.completion.chunk",
        created: 1_750_000_000,
        model,
        choices: [{ index: 0, delta, finish_reason: finish, logprobs: null }],
      });
    const deltas = piecesOf(text).map((piece) =>
      chunk(ending === "declined" ? { refusal: piece } : { content: piece }, null),
    );
    const counted =
      usage === undefined
        ? []
        : [
            event({
              id: "chatcmpl-1",
              object: "chat.completion.chunk",
              created: 1_750_000_000,
              model,
              choices: [],
              usage: {
                prompt_tokens: usage.input,
                completion_tokens: usage.output,
                total_tokens: usage.input + usage.output,
              },
            }),
          ];
    return [
      chunk({ role: "assistant", content: "" }, null),
      ...deltas,
      chunk({}, ending === "length" ? "length" : "stop"),
      ...counted,
      "data: [DONE]\n\n",
    ];
  },
};

/** OpenRouter speaks them with comments between the events, and has a place that tells of a key. */
export const OPENROUTER: Dialect = {
  ...CHAT_COMPLETIONS,
  health: "/key",
  error: (status, message) => ({ error: { code: status, message } }),
  events: (told) => [
    ": OPENROUTER PROCESSING\n\n",
    // A refusal of the model's own comes as the reason for which it stopped.
    ...CHAT_COMPLETIONS.events(told).map((line) =>
      told.ending === "declined"
        ? line.replace('"finish_reason":"stop"', '"finish_reason":"content_filter"')
        : line,
    ),
  ],
};
