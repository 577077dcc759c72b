import { describe, expect, test } from "vitest";
import { familyDistance, knownFamily, mayJudge } from "../../../src/core/judging/judge-model.ts";

const judge = { provider: "openai-compatible", id: "m", family: "mistral" } as const;

describe("families of models", () => {
  test.each([
    ["anthropic", "claude"],
    ["meta-llama", "llama-3"],
    ["gpt-5", "openai"],
    ["google", "gemini-pro"],
    ["MISTRAL", "mixtral"],
    ["house-brand", "house-brand"],
    ["", "openai"],
    ["openai", "123"],
  ])("are one: %j and %j", (left, right) => {
    expect([familyDistance(left, right), familyDistance(right, left)]).toEqual([0, 0]);
  });

  test.each([
    ["anthropic", "openai"],
    ["claude", "gpt"],
    ["house-brand", "mistral"],
    ["constructor", "openai"],
  ])("are two: %j and %j", (left, right) => {
    expect(familyDistance(left, right)).toBe(1);
  });

  test.each([
    ["openai", "anything", "openai"],
    ["openrouter", "anthropic/claude-x", "anthropic"],
    ["openrouter", "meta-llama/llama-4", "meta"],
    ["openai-compatible", "qwen3-32b", "alibaba"],
    ["openai-compatible", "small-1", undefined],
  ] as const)("are told by the name %s/%s: %s", (provider, id, family) => {
    expect(knownFamily({ provider, id })).toBe(family);
  });

  test("keep a judge away from every declared proposer, whoever wrote the change", () => {
    const others = { a: { model_family: "anthropic" }, b: { model_family: "openai" } };
    expect(mayJudge(judge, others, 1)).toBe(true);
    expect(mayJudge(judge, { ...others, c: { model_family: "mixtral" } }, 1)).toBe(false);
    expect(mayJudge(judge, { ...others, c: { model_family: "mixtral" } }, 0)).toBe(true);
    expect(mayJudge(judge, {}, 1)).toBe(true);
  });
});
