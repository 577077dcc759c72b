import type { Command } from "commander";
import type { SetUpLine } from "../../core/prose/set-up.ts";
import { type ModelSettings, readModelSettings } from "../../model-settings.ts";
import type { ProviderHealth } from "../../ports/models.ts";

export type ProvidersWiring = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly checkProviders: (settings: ModelSettings) => Promise<readonly ProviderHealth[]>;
};

/** The providers that the environment names, each with how it stands. */
export async function examineProviders(
  { env, checkProviders }: ProvidersWiring,
  command: Command,
): Promise<readonly SetUpLine[]> {
  const settings = readModelSettings(env);
  if (!settings.ok) {
    const problems = settings.refusal.map(({ variable, message }) => `${variable} ${message}`);
    return command.error(problems.join("\n"), { exitCode: 64 });
  }
  const health = await checkProviders(settings.value);
  const lines = health.flatMap((one) => (one.state === "unconfigured" ? [] : [lineOf(one)]));
  return lines.length > 0
    ? lines
    : [{ check: "provider", state: "ok", facts: { problem: "none" } }];
}

/** A provider that is down comes back by itself; a key that is not taken does not. */
function lineOf({ provider, state }: ProviderHealth): SetUpLine {
  const facts = { provider };
  if (state === "ready") return { check: "provider", state: "ok", facts };
  const level = state === "rejected" ? "fail" : "warn";
  return { check: "provider", state: level, facts: { ...facts, problem: state } };
}
