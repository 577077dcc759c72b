import { describe, expect, test } from "vitest";
import {
  demandedIsolation,
  isIsolated,
  type Isolation,
  type IsolationRules,
} from "../../../src/core/ir/isolation.ts";
import type { Tier } from "../../../src/core/ir/tier.ts";

const BARE = "wasm+process";
const WRAPPED = "wasm+process+bubblewrap";

describe("the isolation that a change demands", () => {
  test.each<[string, IsolationRules | undefined, Tier, Isolation]>([
    ["is the process alone where the charter says nothing", undefined, "T3", BARE],
    ["is what the charter says of its tier", { T2: WRAPPED }, "T2", WRAPPED],
    ["is no less than that of a tier below", { T1: WRAPPED, T2: BARE }, "T2", WRAPPED],
    ["is not that of a tier above", { T2: WRAPPED }, "T1", BARE],
  ])("%s", (_what, rules, tier, demanded) => {
    expect(demandedIsolation(rules, tier)).toBe(demanded);
  });

  test("is met by as much or more, never by less", () => {
    expect(isIsolated(WRAPPED, BARE)).toBe(true);
    expect(isIsolated(BARE, BARE)).toBe(true);
    expect(isIsolated(BARE, WRAPPED)).toBe(false);
  });
});
