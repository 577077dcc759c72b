import { describe, expect, test } from "vitest";
import { MODEL_VARIABLES, readModelSettings } from "../src/model-settings.ts";

const problemsOf = (env: Record<string, string>) => {
  const read = readModelSettings(env);
  return read.ok ? [] : read.refusal.map(({ variable }) => variable);
};

const settingsOf = (env: Record<string, string>) => {
  const read = readModelSettings(env);
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value;
};

describe("the settings of models", () => {
  test("know a provider by its key, and the compatible server by its address", () => {
    const { providers } = settingsOf({
      ANTHROPIC_API_KEY: "key-a\n",
      OPENAI_COMPATIBLE_BASE_URL: "http://models.internal:8000/v1/",
    });

    expect(providers).toEqual({
      anthropic: { baseUrl: "https://api.anthropic.com/v1", apiKey: "key-a" },
      "openai-compatible": { baseUrl: "http://models.internal:8000/v1" },
    });
  });

  test("read prices and limits", () => {
    const prices = { "openai/gpt-5-nano": { input: 0.05, output: 0.4 } };
    const settings = settingsOf({
      AGENT_OMEGA_MODEL_PRICES: JSON.stringify(prices),
      AGENT_OMEGA_MODEL_CALLS: "10",
      AGENT_OMEGA_MODEL_TOKENS: "20",
      AGENT_OMEGA_MODEL_USD: "0.5",
    });

    expect(settings).toMatchObject({ prices, budget: { calls: 10, tokens: 20, usd: 0.5 } });
  });

  test.each([
    ["not JSON", "cheap"],
    ["of a provider that nobody knows", '{"acme/x":{"input":1,"output":1}}'],
    ["negative", '{"openai/x":{"input":-1,"output":1}}'],
    ["half said", '{"openai/x":{"input":1}}'],
  ])("refuse prices that are %s", (_how, AGENT_OMEGA_MODEL_PRICES) => {
    expect(problemsOf({ AGENT_OMEGA_MODEL_PRICES })).toEqual(["AGENT_OMEGA_MODEL_PRICES"]);
  });

  test.each([
    ["http://gateway.internal/v1", ["OPENAI_BASE_URL"]],
    ["ftp://127.0.0.1/v1", ["OPENAI_BASE_URL"]],
    ["https://me:secret@gateway.internal/v1", ["OPENAI_BASE_URL"]],
    ["https://gateway.internal/v1?key=1", ["OPENAI_BASE_URL"]],
    ["https://gateway.internal/v1", []],
    ["http://127.0.0.1:4000/v1", []],
    ["http://localhost:4000/v1", []],
  ])("take %s as the place that a key goes to: problems %j", (OPENAI_BASE_URL, wanted) => {
    expect(problemsOf({ OPENAI_BASE_URL, OPENAI_API_KEY: "key-o" })).toEqual(wanted);
  });

  test("never repeat a key that is none", () => {
    const read = readModelSettings({ OPENAI_API_KEY: "two words-of-a-secret" });

    expect(read.ok).toBe(false);
    expect(JSON.stringify(read)).not.toContain("words");
  });

  test("name every key as a secret", () => {
    const secrets = MODEL_VARIABLES.filter(({ isSecret }) => isSecret).map(({ name }) => name);

    expect(secrets).toEqual(
      MODEL_VARIABLES.map(({ name }) => name).filter((name) => name.endsWith("_KEY")),
    );
  });
});
