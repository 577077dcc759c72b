import { describe, expect, test } from "vitest";
import { judgeSettingOf, judgeShape, raterOf } from "../src/judge-settings.ts";
import { z } from "zod";

function read(env: Record<string, string>) {
  return judgeSettingOf(z.object(judgeShape).parse(env));
}

const ON = { AGENT_OMEGA_ENABLE_JUDGE: "true" };

describe("the settings of the judge", () => {
  test("enable nothing unless they say so", () => {
    const model = { AGENT_OMEGA_JUDGE_MODEL: "openai/x" };
    expect(read(model)).toEqual({ ok: true, value: undefined });
  });

  test.each([
    ["openai/gpt-x", undefined, "openai"],
    ["openrouter/mistralai/small", undefined, "mistral"],
    ["openrouter/anthropic/claude-x", "claude", "claude"],
    ["openai-compatible/small-1", "house", "house"],
  ])("name %s of family %s as %s", (name, declared, family) => {
    const env = { ...ON, AGENT_OMEGA_JUDGE_MODEL: name };
    const setting = read(declared ? { ...env, AGENT_OMEGA_JUDGE_FAMILY: declared } : env);
    expect(setting).toMatchObject({ ok: true, value: { model: { family } } });
  });

  test.each([
    ["openai-compatible/small-1", undefined],
    ["openai/gpt-x", "mistral"],
    ["openrouter/anthropic/claude-x", "house"],
  ])("refuse %s with family %s", (name, declared) => {
    const env = { ...ON, AGENT_OMEGA_JUDGE_MODEL: name };
    const setting = read(declared ? { ...env, AGENT_OMEGA_JUDGE_FAMILY: declared } : env);
    expect(setting).toMatchObject({
      ok: false,
      refusal: [{ variable: "AGENT_OMEGA_JUDGE_FAMILY" }],
    });
  });

  test("leave the model open, so that only the second run is made", () => {
    expect(read(ON)).toEqual({ ok: true, value: {} });
  });
});

describe("the settings of the rater", () => {
  const rate = (env: Record<string, string>) => raterOf(z.object(judgeShape).parse(env));
  const model = { AGENT_OMEGA_JUDGE_MODEL: "openai/gpt-x" };

  test("enable nothing unless they say so, whatever the judge may do", () => {
    expect(rate({ ...ON, ...model })).toEqual({ ok: true, value: undefined });
  });

  test("take the judge's model, whether or not the judge asks it", () => {
    expect(rate({ AGENT_OMEGA_USE_MODEL_EVALUATION: "true", ...model })).toMatchObject({
      ok: true,
      value: { id: "gpt-x", family: "openai" },
    });
  });

  test("refuse to compare with nobody", () => {
    expect(rate({ AGENT_OMEGA_USE_MODEL_EVALUATION: "true" })).toMatchObject({
      ok: false,
      refusal: [{ variable: "AGENT_OMEGA_JUDGE_MODEL" }],
    });
  });
});
