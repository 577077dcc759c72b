import type { ModelProvider } from "../../core/ir/model-question.ts";
import type { ProviderHealth } from "../../ports/models.ts";
import type { ProviderAccess } from "./access.ts";

const PATIENCE_MS = 5_000;

/** Lists of models, and what a key may do: answered to whoever has a good key, and free. */
const PLACES: Readonly<Record<ModelProvider, string>> = {
  openai: "/models",
  anthropic: "/models?limit=1",
  openrouter: "/key",
  "openai-compatible": "/models",
};

/** Whether a provider answers and takes the key. Asks no model anything. */
export async function checkProvider(
  provider: ModelProvider,
  access: ProviderAccess | undefined,
): Promise<ProviderHealth> {
  if (access === undefined) return { provider, state: "unconfigured" };
  try {
    const reply = await fetch(`${access.baseUrl}${PLACES[provider]}`, {
      headers: headersOf(provider, access),
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await reply.body?.cancel();
    return { provider, state: stateOf(reply) };
  } catch {
    return { provider, state: "unreachable" };
  }
}

function headersOf(
  provider: ModelProvider,
  { apiKey }: ProviderAccess,
): Readonly<Record<string, string>> {
  if (apiKey === undefined) return {};
  return provider === "anthropic"
    ? { "x-api-key": apiKey, "anthropic-version": "2023-06-01" }
    : { authorization: `Bearer ${apiKey}` };
}

function stateOf({ ok, status }: Response): ProviderHealth["state"] {
  if (ok) return "ready";
  return status === 401 || status === 403 ? "rejected" : "failing";
}
