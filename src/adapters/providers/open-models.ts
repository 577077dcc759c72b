import { setTimeout as sleep } from "node:timers/promises";
import type { ModelMessage, ModelName, ModelProvider } from "../../core/ir/model-question.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type {
  ModelAnswer,
  ModelBudget,
  ModelRefusal,
  ModelRequest,
  Models,
  ProviderHealth,
} from "../../ports/models.ts";
import type { ModelPrice, PriceTable, ProviderAccess, ProviderAccesses } from "./access.ts";
import { askPatiently, type Patience } from "./ask-patiently.ts";
import { checkProvider } from "./check-provider.ts";
import { parseParams } from "./model-params.ts";
import { openPurse, type Purse } from "./purse.ts";
import { whileWanted } from "./while-wanted.ts";

export type ModelsOptions = {
  readonly providers: ProviderAccesses;
  readonly prices: PriceTable;
  readonly budget: ModelBudget;
  /** For tests, which do not wait. */
  readonly pause?: Patience["pause"];
  /** Milliseconds between two looks at whether an answer is still wanted. */
  readonly lookEvery?: number;
};

const PROVIDERS: readonly ModelProvider[] = [
  "openai",
  "anthropic",
  "openrouter",
  "openai-compatible",
];

/** Whoever asks for health again and again is told what was seen a moment ago. */
const HEALTH_MS = 60_000;

/** The configured providers as one port. */
export function openModels(options: ModelsOptions): Models {
  const { providers, budget } = options;
  let seen:
    | { readonly at: number; readonly health: Promise<readonly ProviderHealth[]> }
    | undefined;
  return {
    serves: (provider) => providers[provider] !== undefined,
    open: (tighter = {}, account) => {
      const purse = openPurse(tightest(budget, tighter), account);
      return { spent: () => purse.spent(), ask: (request) => ask(options, purse, request) };
    },
    health: () => {
      const now = performance.now();
      if (seen === undefined || now - seen.at > HEALTH_MS) {
        const checks = PROVIDERS.map((one) => checkProvider(one, providers[one]));
        seen = { at: now, health: Promise.all(checks) };
      }
      return seen.health;
    },
  };
}

/** Well within what a worker may be silent for. */
const LOOK_EVERY_MS = 5_000;

const wait: Patience["pause"] = (milliseconds, signal) =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);

async function ask(
  { providers, prices, pause = wait, lookEvery = LOOK_EVERY_MS }: ModelsOptions,
  purse: Purse,
  request: ModelRequest,
): Promise<Result<ModelAnswer, ModelRefusal>> {
  const { model, messages, seed, deadlineMs, onText = () => undefined } = request;
  const known = placeOf(model, providers, prices);
  if (!known.ok) return known;
  const settings = parseParams(request.params);
  if (!settings.ok) return settings;
  const { access, price } = known.value;
  const most = {
    inputTokens: mostTokensOf(messages),
    outputTokens: settings.value.maxOutputTokens,
  };
  const begun = performance.now();
  const told = await whileWanted({ isWanted: request.isWanted, every: lookEvery }, (unwanted) =>
    askPatiently(
      { model, messages, settings: settings.value, seed, access, onText, unwanted },
      deadlineMs,
      { purse, price, most, pause },
    ),
  );
  if (!told.ok) return told;
  const milliseconds = Math.round(performance.now() - begun);
  return accepted({ ...told.value, usage: told.value.usage ?? most, milliseconds });
}

function placeOf(
  { provider, id }: ModelName,
  providers: ProviderAccesses,
  prices: PriceTable,
): Result<{ readonly access: ProviderAccess; readonly price: ModelPrice }, ModelRefusal> {
  const access = providers[provider];
  if (access === undefined) return refused({ reason: "model-unconfigured", detail: provider });
  const name = `${provider}/${id}`;
  const price = Object.hasOwn(prices, name) ? prices[name] : undefined;
  return price === undefined
    ? refused({ reason: "model-unpriced", detail: name })
    : accepted({ access, price });
}

/** No tokenizer makes more tokens than there are bytes; the frame of a message takes a few more. */
function mostTokensOf(messages: readonly ModelMessage[]): number {
  return messages.reduce((sum, { text }) => sum + Buffer.byteLength(text) + 16, 64);
}

function tightest(budget: ModelBudget, tighter: Partial<ModelBudget>): ModelBudget {
  return {
    calls: Math.min(budget.calls, tighter.calls ?? Infinity),
    tokens: Math.min(budget.tokens, tighter.tokens ?? Infinity),
    usd: Math.min(budget.usd, tighter.usd ?? Infinity),
  };
}
