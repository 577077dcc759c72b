import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { createOpenRouter } from "@openrouter/ai-sdk-provider";
import type { LanguageModel } from "ai";
import type { ModelName } from "../../core/ir/model-question.ts";
import type { ProviderAccess } from "./access.ts";

/** What all four providers look like to the rest of this folder. */
export type ChatModel = Extract<LanguageModel, { readonly specificationVersion: "v3" }>;

export type ChatCall = Parameters<ChatModel["doStream"]>[0];

/**
 * A model behind the API that its provider speaks. Address and key are always given: left out, the
 * SDKs would look for them in the environment.
 */
export function chatModelOf(
  { provider, id }: ModelName,
  { baseUrl, apiKey = "" }: ProviderAccess,
  fetch: typeof globalThis.fetch,
): ChatModel {
  const access = { baseURL: baseUrl, apiKey, fetch };
  switch (provider) {
    case "openai":
      return createOpenAI(access).responses(id);
    case "anthropic":
      return createAnthropic(access)(id);
    case "openrouter":
      // Sealed items are among what is asked, so no host may keep them for training.
      return createOpenRouter(access).chat(id, { provider: { data_collection: "deny" } });
    case "openai-compatible": {
      const named = { name: "compatible", baseURL: baseUrl, fetch, includeUsage: true };
      return createOpenAICompatible(apiKey === "" ? named : { ...named, apiKey })(id);
    }
  }
}

/** Options that have no common name. Nothing that was asked is kept by the provider. */
export function optionsOf({ provider }: ModelName, seed: number): Partial<ChatCall> {
  switch (provider) {
    case "openai":
      return { providerOptions: { openai: { store: false } } };
    case "anthropic":
      return {};
    case "openrouter":
    case "openai-compatible":
      return { seed };
  }
}
