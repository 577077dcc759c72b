import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { doctorCommand } from "../../../src/surfaces/cli/doctor.ts";
import { providersCommand } from "../../../src/surfaces/cli/providers.ts";
import { captureOutput, cliWiring, runCommand } from "../../support/cli.ts";
import { MESSAGES } from "../../support/models/messages.ts";
import { type ModelServer, startModelServer } from "../../support/models/model-server.ts";

const KEY = "sk-local-0123456789-do-not-tell";
const said = captureOutput();
let server: ModelServer;

beforeEach(async () => {
  server = await startModelServer(MESSAGES, KEY);
});

afterEach(() => server.close());

const environment = (key: string) => ({
  ANTHROPIC_API_KEY: key,
  ANTHROPIC_BASE_URL: server.baseUrl,
});

function health(env: Readonly<Record<string, string>>): Promise<number> {
  const command = providersCommand({ ...cliWiring(), env });
  return runCommand(command, ["providers", "health", "--json"]);
}

describe("omega providers health", () => {
  it("says which providers answer, without a question", async () => {
    expect(await health(environment(KEY))).toBe(0);
    expect(JSON.parse(said.out)).toEqual({
      ok: true,
      checks: [
        {
          check: "provider",
          state: "ok",
          message: "anthropic answers and takes the key",
          remedy: "",
        },
      ],
    });
    expect(server.asked).toEqual([]);
  });

  it("fails on a key that is not taken, and does not show it", async () => {
    expect(await health(environment("sk-local-stale"))).toBe(1);
    expect(said.out).toContain("anthropic does not take the key");
    expect(said.out + said.err).not.toContain("stale");
  });

  it("says so when none is configured", async () => {
    expect(await health({})).toBe(0);
    expect(said.out).toContain("no provider of models is configured");
  });

  it("refuses an environment that it cannot read", async () => {
    expect(await health({ ...environment(KEY), AGENT_OMEGA_MODEL_USD: "much" })).toBe(64);
    expect(said.err).toContain("AGENT_OMEGA_MODEL_USD is not an amount");
  });
});

describe("omega doctor --providers", () => {
  it("says the same of providers, and needs no clone", async () => {
    const command = doctorCommand({
      ...cliWiring(),
      env: environment(KEY),
      nodeVersion: "v22.12.0",
    });

    expect(await runCommand(command, ["doctor", "--providers"])).toBe(0);
    expect(said.out).toContain("anthropic answers and takes the key");
  });
});
