import { describe, expect, it } from "vitest";
import { readSettings, VARIABLES } from "../src/settings.ts";

const PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n";

const GOOD = {
  APP_ID: "42",
  PRIVATE_KEY: PEM,
  WEBHOOK_SECRET: "b9f1c2a73d5e4f60",
};

const problemsOf = (changes: Record<string, string | undefined>) => {
  const read = readSettings({ ...GOOD, ...changes });
  return read.ok ? [] : read.refusal.map(({ variable }) => variable);
};

const settingsOf = (changes: Record<string, string | undefined> = {}) => {
  const read = readSettings({ ...GOOD, ...changes });
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value;
};

describe("the settings", () => {
  it("need three variables, and tell at once which are missing", () => {
    const read = readSettings({});

    expect(read).toMatchObject({
      ok: false,
      refusal: [
        { variable: "APP_ID", message: "is not set" },
        { variable: "PRIVATE_KEY", message: "is not set" },
        { variable: "WEBHOOK_SECRET", message: "is not set" },
      ],
    });
  });

  it("have a documented default for everything else", () => {
    expect(settingsOf()).toEqual({
      actionsIssuer: "https://token.actions.githubusercontent.com",
      appId: 42,
      privateKey: PEM,
      webhookSecrets: ["b9f1c2a73d5e4f60"],
      host: "127.0.0.1",
      port: 3000,
      logLevel: "info",
      place: { kind: "directory", path: ".omega-data" },
      models: { providers: {}, prices: {}, budget: { calls: 2000, tokens: 2_000_000, usd: 5 } },
    });
  });

  it.each([
    ["short", "abc123"],
    ["Probot's default", "development"],
    ["a word of the tutorials", "changeme"],
    ["a well-known word made long", "DevelopmentDevelopment"],
    ["counted up", "1234567890123456"],
    ["one key held down", "aaaaaaaaaaaaaaaaaaaaaaaa"],
    ["blank", "                        "],
  ])("refuse a webhook secret that is %s", (_how, WEBHOOK_SECRET) => {
    expect(problemsOf({ WEBHOOK_SECRET })).toEqual(["WEBHOOK_SECRET"]);
    expect(problemsOf({ WEBHOOK_SECRET_PREVIOUS: WEBHOOK_SECRET.trim() || "x" })).toEqual([
      "WEBHOOK_SECRET_PREVIOUS",
    ]);
  });

  it("take two webhook secrets while one replaces the other, the current one first", () => {
    const { webhookSecrets } = settingsOf({ WEBHOOK_SECRET_PREVIOUS: "0a1b2c3d4e5f6071" });

    expect(webhookSecrets).toEqual(["b9f1c2a73d5e4f60", "0a1b2c3d4e5f6071"]);
  });

  it("never repeat a secret in what they refuse", () => {
    const read = readSettings({ ...GOOD, WEBHOOK_SECRET: "hunter2", PRIVATE_KEY: "hunter3" });

    expect(JSON.stringify(read)).not.toMatch(/hunter/);
  });

  it.each([
    ["as it is", PEM],
    ["with line breaks written out", PEM.trim().replaceAll("\n", "\\n")],
    ["in base64", Buffer.from(PEM).toString("base64")],
  ])("take a private key %s", (_how, PRIVATE_KEY) => {
    expect(settingsOf({ PRIVATE_KEY }).privateKey).toBe(PEM);
  });

  it.each([
    ["PRIVATE_KEY", "bm90IGEga2V5"],
    ["APP_ID", "forty-two"],
    ["APP_ID", "0"],
    ["PORT", "70000"],
    ["PORT", "http"],
    ["LOG_LEVEL", "loud"],
    ["DATABASE_URL", "mysql://localhost"],
    ["GHE_PROTOCOL", "ftp"],
    ["GHE_HOST", "host/path"],
    ["WEBHOOK_PROXY_URL", "smee"],
    ["AGENT_OMEGA_ACTIONS_ISSUER", "github"],
    ["AGENT_OMEGA_USE_PERSISTENT_REGISTRIES", "maybe"],
  ])("refuse %s=%s", (variable, value) => {
    expect(problemsOf({ [variable]: value })).toEqual([variable]);
  });

  it("treat an empty variable as one that is not set", () => {
    expect(settingsOf({ PORT: "", DATABASE_URL: " " }).port).toBe(3000);
  });

  it("choose the store: a server, a directory, or memory", () => {
    const databaseUrl = "postgres://localhost/omega";

    expect(settingsOf({ DATABASE_URL: databaseUrl }).place).toEqual({
      kind: "server",
      databaseUrl,
    });
    expect(settingsOf({ AGENT_OMEGA_DATA_DIR: "/data" }).place).toEqual({
      kind: "directory",
      path: "/data",
    });
    expect(settingsOf({ AGENT_OMEGA_USE_PERSISTENT_REGISTRIES: "false" }).place).toEqual({
      kind: "memory",
    });
  });

  it("reach an Enterprise server by its host and protocol", () => {
    const GHE_HOST = "127.0.0.1:8080";

    expect(settingsOf({ GHE_HOST }).gitHubApi).toBe("https://127.0.0.1:8080/api/v3");
    expect(settingsOf({ GHE_HOST, GHE_PROTOCOL: "http" }).gitHubApi).toBe(
      "http://127.0.0.1:8080/api/v3",
    );
  });

  it("trust the jobs that GitHub signs for, or the Enterprise server, or who is named", () => {
    expect(settingsOf().actionsIssuer).toBe("https://token.actions.githubusercontent.com");
    const enterprise = settingsOf({ GHE_HOST: "git.example.com" });
    expect(enterprise.actionsIssuer).toBe("https://git.example.com/_services/token");
    const named = settingsOf({ AGENT_OMEGA_ACTIONS_ISSUER: "https://issuer.example.com/" });
    expect(named.actionsIssuer).toBe("https://issuer.example.com");
  });

  it("mark every variable that carries a credential as secret", () => {
    const secret = VARIABLES.filter((variable) => variable.isSecret).map(({ name }) => name);

    expect(secret).toEqual([
      "PRIVATE_KEY",
      "WEBHOOK_SECRET",
      "WEBHOOK_SECRET_PREVIOUS",
      "DATABASE_URL",
      "OPENAI_API_KEY",
      "ANTHROPIC_API_KEY",
      "OPENROUTER_API_KEY",
      "OPENAI_COMPATIBLE_API_KEY",
    ]);
  });
});
