import { expect, test } from "vitest";
import { isSameModel } from "../../../src/adapters/providers/same-model.ts";

test.each([
  ["claude-haiku-4-5", "claude-haiku-4-5"],
  ["claude-haiku-4-5", "claude-haiku-4-5-20251001"],
  ["gpt-4o", "gpt-4o-2024-08-06"],
  ["claude-3-5-haiku-latest", "claude-3-5-haiku-20241022"],
])("asked for %s, %s is the model that was asked", (asked, answered) => {
  expect(isSameModel(asked, answered)).toBe(true);
});

test.each([
  ["gpt-4o", "gpt-4o-mini"],
  ["gpt-4o", "gpt-4o-mini-2024-07-18"],
  ["gpt-4o-2024-08-06", "gpt-4o"],
  ["gpt-4o-2024-08-06", "gpt-4o-2024-05-13"],
  ["openrouter/auto", "openai/gpt-4o"],
  ["small-1", "small-1-20251001-distilled"],
  ["small-1", ""],
])("asked for %s, %s is another one", (asked, answered) => {
  expect(isSameModel(asked, answered)).toBe(false);
});
