import { describe, expect, it } from "vitest";
import {
  anchorOf,
  driftSinceAnchor,
  type NamedSpend,
} from "../../../src/core/budget/drift-since-anchor.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";

const step = (from: string, to: string, system = "desk"): NamedSpend => ({
  kind: "drift",
  amount: 10,
  system,
  before: digestOf(from),
  after: digestOf(to),
});
const anchor = (version: string, system = "desk"): NamedSpend => ({
  ...step(version, version, system),
  kind: "anchor",
  amount: 0,
});

describe("the version that a system has drifted from", () => {
  it.each<[string, readonly NamedSpend[], string | undefined]>([
    ["is nothing before anything was promoted", [], undefined],
    ["is what stood before the first step", [step("a", "b"), step("b", "c")], "a"],
    ["is what people approved", [step("a", "b"), anchor("b"), step("b", "c")], "b"],
    [
      "is an older version that people approved by name, with what came after it",
      [step("a", "b"), step("b", "c"), anchor("b")],
      "b",
    ],
    ["is nothing where people approved what is there", [step("a", "b"), anchor("b")], undefined],
    [
      "is not moved by what people approved of a copy under another name",
      [step("a", "b"), anchor("b", "copy")],
      "a",
    ],
  ])("%s", (_what, spent, version) => {
    expect(anchorOf(spent, "desk")).toBe(version === undefined ? undefined : digestOf(version));
    expect(driftSinceAnchor(spent, "desk") > 0).toBe(version !== undefined);
  });
});
