import { z } from "zod";
import type { ModelsOptions } from "./adapters/providers/open-models.ts";
import type { ModelProvider } from "./core/ir/model-question.ts";
import { accepted, refused, type Result } from "./core/kernel/result.ts";

/** The providers of models, what they cost, and what one evaluation may use of them. */
export type ModelSettings = Pick<ModelsOptions, "providers" | "prices" | "budget">;

export type Problem = { readonly variable: string; readonly message: string };

export type Environment = Readonly<Record<string, string | undefined>>;

const key = (meaning: string) => ({ meaning, isSecret: true });
const open = (meaning: string, fallback?: string) => ({
  meaning,
  isSecret: false,
  ...(fallback === undefined ? {} : { fallback }),
});

/** Rows of the same registry as all variables. */
export const MODEL_VARIABLES = [
  { name: "OPENAI_API_KEY", ...key("key of OpenAI, for systems that ask its models") },
  { name: "ANTHROPIC_API_KEY", ...key("key of Anthropic") },
  { name: "OPENROUTER_API_KEY", ...key("key of OpenRouter") },
  { name: "OPENAI_COMPATIBLE_API_KEY", ...key("key of the server below, if it wants one") },
  {
    name: "OPENAI_COMPATIBLE_BASE_URL",
    ...open("any server that speaks chat completions, such as `http://127.0.0.1:8000/v1`"),
  },
  { name: "OPENAI_BASE_URL", ...open("OpenAI behind a gateway", "https://api.openai.com/v1") },
  {
    name: "ANTHROPIC_BASE_URL",
    ...open("Anthropic behind a gateway", "https://api.anthropic.com/v1"),
  },
  {
    name: "OPENROUTER_BASE_URL",
    ...open("OpenRouter behind a gateway", "https://openrouter.ai/api/v1"),
  },
  {
    name: "AGENT_OMEGA_MODEL_PRICES",
    ...open(
      'JSON by `<provider>/<model>` in US dollars for a million tokens: `{"openai/gpt-5-nano":{"input":0.05,"output":0.4}}`; a model that is not in it is not asked',
      "{}",
    ),
  },
  {
    name: "AGENT_OMEGA_MODEL_CALLS",
    ...open("questions to models that one evaluation may put", "2000"),
  },
  {
    name: "AGENT_OMEGA_MODEL_TOKENS",
    ...open("tokens that they may take, in and out", "2000000"),
  },
  { name: "AGENT_OMEGA_MODEL_USD", ...open("US dollars that they may cost", "5") },
] as const;

const url = z
  .url({ protocol: /^https?$/, error: "is not a URL" })
  .refine((text) => /^[^?#@]*$/.test(text), "has a query, a fragment or credentials in it")
  .transform((text) => text.replace(/\/+$/, ""));

/** What a header can carry; the line break of a mounted secret is not part of it. */
const apiKey = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,500}$/, "is not a key")
  .optional();

const count = z
  .string()
  .regex(/^\d{1,10}$/, "is not a number")
  .transform(Number);

const price = z.number().min(0).max(100_000);
const priceTable = z.record(
  z.string().regex(/^(openai|anthropic|openrouter|openai-compatible)\/.{1,200}$/),
  z.strictObject({ input: price, output: price }),
);

/** The part of the environment's schema that is about models. */
export const modelShape = {
  OPENAI_API_KEY: apiKey,
  ANTHROPIC_API_KEY: apiKey,
  OPENROUTER_API_KEY: apiKey,
  OPENAI_COMPATIBLE_API_KEY: apiKey,
  OPENAI_COMPATIBLE_BASE_URL: url.optional(),
  OPENAI_BASE_URL: url.default("https://api.openai.com/v1"),
  ANTHROPIC_BASE_URL: url.default("https://api.anthropic.com/v1"),
  OPENROUTER_BASE_URL: url.default("https://openrouter.ai/api/v1"),
  AGENT_OMEGA_MODEL_PRICES: z
    .string()
    .default("{}")
    .transform((text, context) => {
      const prices = priceTable.safeParse(jsonOf(text));
      if (prices.success) return prices.data;
      context.addIssue({ code: "custom", message: "is not a table of prices" });
      return z.NEVER;
    }),
  AGENT_OMEGA_MODEL_CALLS: count.default(2_000),
  AGENT_OMEGA_MODEL_TOKENS: count.default(2_000_000),
  AGENT_OMEGA_MODEL_USD: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,6})?$/, "is not an amount")
    .transform(Number)
    .default(5),
} satisfies Record<(typeof MODEL_VARIABLES)[number]["name"], z.ZodType>;

const modelSchema = z.object(modelShape);

type ModelValues = z.output<typeof modelSchema>;

/** Reads what is about models alone, for commands that need no App. */
export function readModelSettings(env: Environment): Result<ModelSettings, readonly Problem[]> {
  const read = modelSchema.safeParse(withoutBlanks(env));
  return read.success ? modelSettingsOf(read.data) : refused(problemsOf(read.error));
}

/** A provider is there once its key is, or its address where it needs no key. */
export function modelSettingsOf(values: ModelValues): Result<ModelSettings, readonly Problem[]> {
  const known: readonly (readonly [ModelProvider, string | undefined, string | undefined])[] = [
    ["openai", values.OPENAI_BASE_URL, values.OPENAI_API_KEY],
    ["anthropic", values.ANTHROPIC_BASE_URL, values.ANTHROPIC_API_KEY],
    ["openrouter", values.OPENROUTER_BASE_URL, values.OPENROUTER_API_KEY],
    [
      "openai-compatible",
      values.OPENAI_COMPATIBLE_BASE_URL,
      values.OPENAI_COMPATIBLE_API_KEY ?? (values.OPENAI_COMPATIBLE_BASE_URL && ""),
    ],
  ];
  const there = known.flatMap(([provider, baseUrl, apiKey]) =>
    baseUrl === undefined || apiKey === undefined
      ? []
      : [{ provider, access: apiKey === "" ? { baseUrl } : { baseUrl, apiKey } }],
  );
  const bare = there.filter(({ access }) => "apiKey" in access && isInTheClear(access.baseUrl));
  if (bare.length > 0) {
    const message = "is neither https nor on this machine, and a key would go there";
    return refused(
      bare.map(({ provider }) => ({ variable: `${nameOf(provider)}_BASE_URL`, message })),
    );
  }
  return accepted({
    providers: Object.fromEntries(there.map(({ provider, access }) => [provider, access])),
    prices: values.AGENT_OMEGA_MODEL_PRICES,
    budget: {
      calls: values.AGENT_OMEGA_MODEL_CALLS,
      tokens: values.AGENT_OMEGA_MODEL_TOKENS,
      usd: values.AGENT_OMEGA_MODEL_USD,
    },
  });
}

function isInTheClear(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  return protocol === "http:" && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function nameOf(provider: ModelProvider): string {
  return provider.replaceAll("-", "_").toUpperCase();
}

/** `NAME=` in an env file means "not set". */
export function withoutBlanks(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}

export function problemsOf({ issues }: z.ZodError): readonly Problem[] {
  return issues.map(({ path, message }) => ({ variable: path.join("."), message }));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
