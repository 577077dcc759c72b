import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import { parseCharter } from "../../src/core/ir/parse-charter.ts";
import { mutation, TEMPLATES } from "./read-templates.ts";

const DESK = join(TEMPLATES, "parcels");
const SYSTEM = "systems/parcels";

type Item = { readonly input: { readonly message: string }; readonly expected: { intent: string } };

const itemsOf = (path: string): readonly Item[] =>
  readFileSync(join(TEMPLATES, path), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

const week47 = itemsOf("traffic/parcels/2026-w47.jsonl");
const week48 = itemsOf("traffic/parcels/2026-w48.jsonl");

/** The share that a version sends to the right desk; files that it does not change are the desk's. */
async function shareRight(folder: string, items: readonly Item[]): Promise<number> {
  const read = (path: string): string => {
    try {
      return readFileSync(join(folder, SYSTEM, path), "utf8");
    } catch {
      return readFileSync(join(DESK, SYSTEM, path), "utf8");
    }
  };
  const source = Buffer.from(read("tools/sort.js")).toString("base64");
  const tool = await import(`data:text/javascript;base64,${source}`);
  const data = { words: JSON.parse(read("data/words.json")) };
  const right = items.filter(
    ({ input, expected }) => tool.run(input, { data }).intent === expected.intent,
  );
  return right.length / items.length;
}

describe("the parcel desk", () => {
  it("gets better by a quarter with each improvement", async () => {
    expect(await shareRight(DESK, week47)).toBe(0.5);
    expect(await shareRight(mutation("parcels-returns"), week47)).toBe(0.75);
    expect(await shareRight(mutation("parcels-first-line"), week47)).toBe(1);
  });

  it("loses everything to a new first line with the one that reads no other", async () => {
    expect(await shareRight(mutation("parcels-first-line"), week48)).toBe(0);
    expect(await shareRight(mutation("parcels-returns"), week48)).toBe(0.75);
    expect(await shareRight(mutation("parcels-addresses"), week48)).toBe(1);
  });

  it("has amendments that read on their own, each another charter than the desk's", () => {
    const charters = [
      DESK,
      mutation("parcels-second-operator"),
      mutation("parcels-longer-soak"),
    ].map((folder) => parseCharter(CHARTER_PATH, readFileSync(join(folder, CHARTER_PATH))));
    const digests = charters.map((one) => (one.ok ? one.value.digest : one.refusal));
    expect(charters.every(({ ok }) => ok)).toBe(true);
    expect(new Set(digests).size).toBe(3);
  });
});
