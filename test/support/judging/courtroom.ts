import { openModels } from "../../../src/adapters/providers/open-models.ts";
import type { JudgeModel } from "../../../src/core/judging/judge-model.ts";
import type { Models } from "../../../src/ports/models.ts";
import { CHAT_COMPLETIONS } from "../models/chat-completions.ts";
import { type ModelServer, startModelServer } from "../models/model-server.ts";
import type { Judge } from "./local-judges.ts";

export const JUDGE: JudgeModel = {
  provider: "openai-compatible",
  id: "judge-1",
  family: "mistral",
};

const KEY = "sk-local-0123456789-do-not-tell";

export type Courtroom = {
  readonly server: ModelServer;
  readonly models: Models;
  close(): Promise<void>;
};

/** A judging model on this machine, behind the real provider port. */
export async function openCourtroom(judge: Judge): Promise<Courtroom> {
  const server = await startModelServer(CHAT_COMPLETIONS, KEY, judge);
  const models = openModels({
    providers: { "openai-compatible": { baseUrl: server.baseUrl, apiKey: KEY } },
    prices: { "openai-compatible/judge-1": { input: 1, output: 1 } },
    budget: { calls: 1_000, tokens: 10_000_000, usd: 100 },
    pause: async () => {},
  });
  return { server, models, close: () => server.close() };
}
