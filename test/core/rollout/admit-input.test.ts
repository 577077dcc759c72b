import { describe, expect, it } from "vitest";
import { digestOfJson } from "../../../src/core/kernel/digest.ts";
import type { Json } from "../../../src/core/kernel/json.ts";
import { admitInput } from "../../../src/core/rollout/admit-input.ts";

const kept = (input: unknown, ...redact: readonly string[]): Json | undefined => {
  const admitted = admitInput(input, { redact });
  return admitted.ok ? admitted.value.input : admitted.refusal;
};

function nested(levels: number): Json {
  return levels === 0 ? 1 : { in: nested(levels - 1) };
}

describe("an input that a runtime hands in", () => {
  it("is kept as it is where nothing has to be taken out, and known by what it says", () => {
    const admitted = admitInput({ b: [1, null], a: "x" }, { redact: [] });

    expect(admitted).toEqual({
      ok: true,
      value: { digest: digestOfJson({ a: "x", b: [1, null] }), input: { b: [1, null], a: "x" } },
    });
  });

  it.each<[string, Json, readonly string[], Json]>([
    ["a member", { mail: "a@b", text: "t" }, ["/mail"], { mail: "[redacted]", text: "t" }],
    ["whole branches", { who: { name: "n", id: 1 } }, ["/who"], { who: "[redacted]" }],
    [
      "in every item, whose lists stay lists",
      { turns: [{ by: [1] }, { by: [2, 3] }] },
      ["/turns/*/by/*"],
      { turns: [{ by: ["[redacted]"] }, { by: ["[redacted]", "[redacted]"] }] },
    ],
    [
      "lists in lists",
      { table: [["a", "b"], []] },
      ["/table/*/*"],
      { table: [["[redacted]", "[redacted]"], []] },
    ],
    [
      "every member, whatever its name",
      { who: { a: 1, b: { c: 2 } } },
      ["/who/*"],
      { who: { a: "[redacted]", b: "[redacted]" } },
    ],
    [
      "an inner path and the branch around it",
      { who: { name: "n" } },
      ["/who", "/who/name"],
      { who: "[redacted]" },
    ],
  ])("has taken out %s", (_what, input, redact, left) => {
    expect(kept(input, ...redact)).toEqual(left);
  });

  it.each<[string, Json, string]>([
    ["is not there", { text: "my number is 7" }, "/number"],
    ["ends before it", { who: "n" }, "/who/name"],
    ["is in some items only", { turns: [{ by: 1 }, {}] }, "/turns/*/by"],
    ["names an item of a list", { turns: ["a"] }, "/turns/0"],
    ["is only inherited", { text: "t" }, "/toString"],
  ])("is dropped whole where a path %s", (_what, input, path) => {
    expect(kept(input, path)).toBe("input-unredacted");
  });

  it.each<[string, unknown]>([
    ["a text", "hello"],
    ["a list", [1]],
    ["nothing", null],
    ["a number without end", { n: Infinity }],
    ["half a letter", { text: "\ud800" }],
    ["half a letter in a name", { "\udc00": 1 }],
    ["another prototype", JSON.parse('{"__proto__": {"a": 1}}')],
    ["more levels than anybody reads", nested(17)],
    [
      "levels that would exhaust the stack",
      JSON.parse(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`),
    ],
  ])("is not kept where it is or has %s", (_what, input) => {
    expect(kept(input)).toBe("input-malformed");
  });

  it("is bounded in bytes as it comes, and as it would be kept", () => {
    const text = (length: number) => ({ text: "é".repeat(length) });

    expect(kept(text(8000))).toEqual(text(8000));
    expect(kept(text(8200))).toBe("input-too-large");
    expect(kept({ ...text(8200), x: 1 }, "/text")).toBe("input-too-large");
    expect(kept({ list: Array(4000).fill(1) }, "/list/*")).toBe("input-too-large");
    expect(kept(nested(16))).toEqual(nested(16));
  });
});
