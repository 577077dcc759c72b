import { z } from "zod";
import { JUDGE_VARIABLES, judgeSettingOf, judgeShape, raterOf } from "./judge-settings.ts";
import type { JudgeModel, JudgeSetting } from "./core/judging/judge-model.ts";
import { type Result, accepted, refused } from "./core/kernel/result.ts";
import {
  type Environment,
  MODEL_VARIABLES,
  modelSettingsOf,
  type ModelSettings,
  modelShape,
  type Problem,
  problemsOf,
  withoutBlanks,
} from "./model-settings.ts";

export type { Problem } from "./model-settings.ts";

/** What one environment variable means; the same rows feed the code, the docs and `omega serve --help`. */
export type Variable = {
  readonly name: string;
  readonly meaning: string;
  readonly fallback?: string;
  /** Never printed, logged or passed to a child process. */
  readonly isSecret: boolean;
};

/** Values that tutorials and libraries ship with; a webhook signed with one proves nothing. */
const WELL_KNOWN_SECRETS = [
  "development",
  "developmentdevelopment",
  "secret",
  "secretsecretsecret",
  "changeme",
  "changemechangeme",
  "password",
  "passwordpassword",
  "webhook-secret",
  "your-webhook-secret",
  "mywebhooksecret123",
  "0123456789abcdef",
  "1234567890123456",
];

const SHORTEST_SECRET = 16;

const LEVELS = ["trace", "debug", "info", "warn", "error", "silent"] as const;

export const VARIABLES = [
  variable("APP_ID", "number of the GitHub App"),
  secret("PRIVATE_KEY", "the App's private key: PEM, PEM with \\n, or base64 of a PEM"),
  secret("WEBHOOK_SECRET", `the App's webhook secret, at least ${SHORTEST_SECRET} characters`),
  secret("WEBHOOK_SECRET_PREVIOUS", "the secret before, still taken while it is rotated"),
  variable("WEBHOOK_PROXY_URL", "smee.io channel that forwards webhooks to this machine"),
  variable("GHE_HOST", "host of a GitHub Enterprise server, with port if any"),
  variable("GHE_PROTOCOL", "protocol of that host: http or https", "https"),
  variable("HOST", "address to listen on", "127.0.0.1"),
  variable("PORT", "port to listen on; 0 takes a free one", "3000"),
  variable(
    "AGENT_OMEGA_PUBLIC_URL",
    "where workflows reach the app; without it deployments name artifacts by their path alone",
  ),
  variable("LOG_LEVEL", LEVELS.join(", "), "info"),
  secret("DATABASE_URL", "PostgreSQL server; without it the embedded database is used"),
  variable("AGENT_OMEGA_DATA_DIR", "directory of the embedded database", ".omega-data"),
  variable("AGENT_OMEGA_SEALED_DIR", "directory of sealed suites, outside every repository"),
  variable(
    "AGENT_OMEGA_USE_PERSISTENT_REGISTRIES",
    "false: the embedded database lives in memory",
    "true",
  ),
  variable(
    "AGENT_OMEGA_ACTIONS_ISSUER",
    "who signs the OIDC tokens of workflow runs; on an Enterprise server its `/_services/token`",
    "https://token.actions.githubusercontent.com",
  ),
  ...MODEL_VARIABLES,
  ...JUDGE_VARIABLES,
] as const;

export type Settings = {
  readonly appId: number;
  readonly privateKey: string;
  /** The current secret first, then the previous one while it is rotated. */
  readonly webhookSecrets: readonly [string, ...string[]];
  readonly webhookProxyUrl?: string;
  /** Where the app is reached from outside. */
  readonly publicUrl?: string;
  /** Root of the API of an Enterprise server; absent for github.com. */
  readonly gitHubApi?: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: (typeof LEVELS)[number];
  readonly place: StoreSetting;
  readonly sealedDirectory?: string;
  /** Who signs for the jobs of workflows. */
  readonly actionsIssuer: string;
  readonly models: ModelSettings;
  /** Absent: the judge only recomputes. */
  readonly judge?: JudgeSetting;
  /** Absent: no model compares free text. */
  readonly rater?: JudgeModel;
};

export type StoreSetting =
  | { readonly kind: "server"; readonly databaseUrl: string }
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "memory" };

const webhookSecret = z
  .string("is not set")
  .min(SHORTEST_SECRET, { error: `is shorter than ${SHORTEST_SECRET} characters`, abort: true })
  .refine((text) => !WELL_KNOWN_SECRETS.includes(text.toLowerCase()), {
    error: "is a well-known value",
    abort: true,
  })
  .refine((text) => new Set(text).size >= 6, "repeats a few characters");

const environmentSchema = z.object({
  APP_ID: z
    .string("is not set")
    .regex(/^[1-9]\d{0,14}$/, "is not a number")
    .transform(Number),
  PRIVATE_KEY: z
    .string("is not set")
    .transform(pemOf)
    .refine((text) => /^-----BEGIN [A-Z ]*PRIVATE KEY-----\n/.test(text), "is not a private key"),
  WEBHOOK_SECRET: webhookSecret,
  WEBHOOK_SECRET_PREVIOUS: webhookSecret.optional(),
  WEBHOOK_PROXY_URL: z.url({ protocol: /^https?$/, error: "is not a URL" }).optional(),
  GHE_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.[\]:-]+$/, "is not a host")
    .optional(),
  GHE_PROTOCOL: z.enum(["http", "https"], "is neither http nor https").default("https"),
  HOST: z.string().default("127.0.0.1"),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "is not a port")
    .transform(Number)
    .refine((port) => port <= 65_535, "is not a port")
    .default(3000),
  AGENT_OMEGA_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "is not a URL" })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  LOG_LEVEL: z.enum(LEVELS, `is none of ${LEVELS.join(", ")}`).default("info"),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "is not a PostgreSQL URL")
    .optional(),
  AGENT_OMEGA_DATA_DIR: z.string().default(".omega-data"),
  AGENT_OMEGA_SEALED_DIR: z.string().optional(),
  AGENT_OMEGA_USE_PERSISTENT_REGISTRIES: z
    .enum(["true", "false"], "is neither true nor false")
    .default("true"),
  AGENT_OMEGA_ACTIONS_ISSUER: z
    .url({ protocol: /^https?$/, error: "is not a URL" })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  ...modelShape,
  ...judgeShape,
} satisfies Record<(typeof VARIABLES)[number]["name"], z.ZodType>);

/** Reads what `omega serve` needs, or says everything that is wrong with it at once. */
export function readSettings(env: Environment): Result<Settings, readonly Problem[]> {
  const read = environmentSchema.safeParse(withoutBlanks(env));
  if (!read.success) return refused(problemsOf(read.error));
  const models = modelSettingsOf(read.data);
  const judge = judgeSettingOf(read.data);
  if (!models.ok) return models;
  if (!judge.ok) return judge;
  const rater = raterOf(read.data);
  if (!rater.ok) return rater;
  return accepted({
    ...settingsOf(read.data, models.value),
    ...(judge.value === undefined ? {} : { judge: judge.value }),
    ...(rater.value === undefined ? {} : { rater: rater.value }),
  });
}

function settingsOf(values: z.infer<typeof environmentSchema>, models: ModelSettings): Settings {
  const previous = values.WEBHOOK_SECRET_PREVIOUS;
  return {
    appId: values.APP_ID,
    privateKey: values.PRIVATE_KEY,
    webhookSecrets: [values.WEBHOOK_SECRET, ...(previous === undefined ? [] : [previous])],
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    place: placeOf(values),
    models,
    actionsIssuer: values.AGENT_OMEGA_ACTIONS_ISSUER ?? issuerOf(values),
    ...(values.WEBHOOK_PROXY_URL === undefined
      ? {}
      : { webhookProxyUrl: values.WEBHOOK_PROXY_URL }),
    ...(values.AGENT_OMEGA_PUBLIC_URL === undefined
      ? {}
      : { publicUrl: values.AGENT_OMEGA_PUBLIC_URL }),
    ...(values.GHE_HOST === undefined
      ? {}
      : { gitHubApi: `${values.GHE_PROTOCOL}://${values.GHE_HOST}/api/v3` }),
    ...(values.AGENT_OMEGA_SEALED_DIR === undefined
      ? {}
      : { sealedDirectory: values.AGENT_OMEGA_SEALED_DIR }),
  };
}

function issuerOf({ GHE_HOST, GHE_PROTOCOL }: z.infer<typeof environmentSchema>): string {
  return GHE_HOST === undefined
    ? "https://token.actions.githubusercontent.com"
    : `${GHE_PROTOCOL}://${GHE_HOST}/_services/token`;
}

function placeOf(values: z.infer<typeof environmentSchema>): StoreSetting {
  if (values.DATABASE_URL !== undefined)
    return { kind: "server", databaseUrl: values.DATABASE_URL };
  if (values.AGENT_OMEGA_USE_PERSISTENT_REGISTRIES === "false") return { kind: "memory" };
  return { kind: "directory", path: values.AGENT_OMEGA_DATA_DIR };
}

/** Environments that cannot carry line breaks carry `\n` as two characters, or base64. */
function pemOf(text: string): string {
  const isPem = text.trimStart().startsWith("-----BEGIN");
  const pem = isPem ? text : new TextDecoder().decode(bytesOfBase64(text));
  return `${pem.replaceAll("\\n", "\n").trim()}\n`;
}

function bytesOfBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "base64"));
}

function variable<const Name extends string>(name: Name, meaning: string, fallback?: string) {
  return { name, meaning, isSecret: false, ...(fallback === undefined ? {} : { fallback }) };
}

function secret<const Name extends string>(name: Name, meaning: string) {
  return { name, meaning, isSecret: true };
}
