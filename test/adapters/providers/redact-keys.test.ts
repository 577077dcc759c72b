import { expect, test } from "vitest";
import { holdsKey, redactKeys } from "../../../src/adapters/providers/redact-keys.ts";

const KEY = "very+secret/key=";

test.each([
  ["as it is", KEY],
  ["in a URL", encodeURIComponent(KEY)],
  ["in base64", Buffer.from(KEY).toString("base64")],
  ["in hex", Buffer.from(KEY).toString("hex")],
])("a key that is sent back %s is found and taken out", (_how, form) => {
  const text = `401 bad ${form} here`;

  expect(holdsKey(text, [KEY])).toBe(true);
  expect(redactKeys(text, [KEY])).not.toContain(form.replace(/=+$/, ""));
  expect(redactKeys(text, [KEY])).toContain("here");
});

test("somebody else's key is taken out by its shape, and is no breach of ours", () => {
  expect(redactKeys("no sk-proj-abcdef1234", [KEY])).toBe("no [key]");
  expect(holdsKey("no sk-proj-abcdef1234", [KEY])).toBe(false);
});

test("without a key nothing is held", () => {
  expect(holdsKey("anything", [""])).toBe(false);
});
