import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { listen } from "../github/http/listen.ts";
import { review } from "./review.ts";

/** What the reviewer is called, as an operator would write it into the settings. */
const MODEL = "plain-reader";

export type Reviewer = {
  /** What to start the app with so that this one judges: documented variables, no others. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
};

const requestSchema = z.object({
  model: z.literal(MODEL),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
});

/**
 * A provider on this machine that speaks chat completions, where a real installation has a model of
 * another house. Behind it stands no model but a reader with a handful of rules, the same every time.
 */
export async function startReviewer(): Promise<Reviewer> {
  const { port, close } = await listen(0, (request, response) => {
    answer(request, response).catch(() => response.writeHead(400).end());
  });
  const name = `openai-compatible/${MODEL}`;
  return {
    environment: {
      AGENT_OMEGA_ENABLE_JUDGE: "true",
      AGENT_OMEGA_JUDGE_MODEL: name,
      AGENT_OMEGA_JUDGE_FAMILY: "written-rules",
      AGENT_OMEGA_MODEL_PRICES: JSON.stringify({ [name]: { input: 0, output: 0 } }),
      OPENAI_COMPATIBLE_BASE_URL: `http://127.0.0.1:${port}/v1`,
    },
    close,
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { messages } = requestSchema.parse(await json(request));
  const asked = messages.findLast(({ role }) => role === "user");
  const text = review(asked?.content ?? "");
  response.writeHead(200, { "content-type": "text/event-stream" });
  const choices = [
    { delta: { role: "assistant", content: text }, finish_reason: null },
    { delta: {}, finish_reason: "stop" },
  ];
  for (const choice of choices) response.write(event([{ index: 0, ...choice }]));
  response.end("data: [DONE]\n\n");
}

/** One server-sent event of an answer. The price is nothing, so no tokens are counted. */
function event(choices: readonly object[]): string {
  const chunk = {
    id: "review",
    object: "chat.completion.chunk",
    created: 0,
    model: MODEL,
    choices,
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
