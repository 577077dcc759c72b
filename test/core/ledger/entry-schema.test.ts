import { describe, expect, it } from "vitest";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import type { Json } from "../../../src/core/kernel/json.ts";
import { ENTRY_BYTES, parseEntry, sealEntry } from "../../../src/core/ledger/entry-schema.ts";
import type { Draft, ExactJson } from "../../../src/core/ledger/entry.ts";

const draft = (body: Draft["body"]): Draft => ({
  at: instant(1_700_000_000_000),
  source: "app",
  kind: "gate",
  subject: { repository_id: 7, pull: 3, head_sha: "a".repeat(40), system: "greeter" },
  body,
});

describe("a ledger entry", () => {
  it("is sealed as canonical JSON that reads back to itself", () => {
    const { entry, text } = sealEntry(draft({ outcome: "pass", gate: "budget" }), 41);
    expect(text).toBe(
      `{"at":1700000000000,"body":{"gate":"budget","outcome":"pass"},"kind":"gate","seq":41,` +
        `"source":"app","subject":{"head_sha":"${"a".repeat(40)}","pull":3,"repository_id":7,` +
        `"system":"greeter"},"v":1}`,
    );
    expect(parseEntry(text)).toEqual({ ok: true, value: entry });
  });

  it.each<[string, Json]>([
    ["a fraction", 0.1],
    ["a number that not every language keeps", 2 ** 53],
    ["a truth value", true],
    ["null", null],
    ["a fraction deep inside", { a: [{ b: 1.5 }] }],
    ["half of a character", "\ud800"],
  ])("takes no %s, because its bytes would not be agreed upon", (_, value) => {
    expect(() => sealEntry(draft({ value: value as ExactJson }), 0)).toThrow();
  });

  it("is at most 64 KiB of UTF-8", () => {
    expect(() => sealEntry(draft({ text: "é".repeat(ENTRY_BYTES / 2) }), 0)).toThrow(RangeError);
  });

  it.each([
    ["not JSON", "{", "not-json"],
    ["an unknown member", `{"v":1,"surprise":1}`, "schema-invalid"],
    ["a list", "[]", "schema-invalid"],
    ["too many bytes", `"${"x".repeat(ENTRY_BYTES)}"`, "too-large"],
  ])("is refused when it is %s", (_, text, problem) => {
    expect(parseEntry(text)).toEqual({ ok: false, refusal: problem });
  });

  it("is refused in any spelling but the one that is hashed", () => {
    const { text } = sealEntry(draft({ digest: digestOf("x") }), 0);
    for (const other of [` ${text}`, text.replace(/,/, ", "), text.replace('"v":1', '"v":1.0')]) {
      expect(parseEntry(other)).toEqual({ ok: false, refusal: "not-canonical" });
    }
  });
});
