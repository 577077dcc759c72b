import { describe, expect, it } from "vitest";
import {
  guardBy,
  guardLosses,
  type ReleaseGuard,
  type Requirement,
  strengthened,
} from "../../../src/core/incident/release-guard.ts";

const ruleset = (parts: Partial<Requirement> = {}): Requirement => ({
  source: "ruleset 1",
  isPinned: true,
  ...parts,
});
const guarded: ReleaseGuard = { isRequired: true, isPinned: true };

describe("how a branch is guarded", () => {
  it.each<[says: string, requirements: readonly Requirement[], guard: ReleaseGuard]>([
    ["by nothing", [], { isRequired: false, isPinned: false }],
    ["without knowing who bypasses it", [ruleset()], guarded],
    ["by a check of anybody's", [ruleset({ isPinned: false })], { ...guarded, isPinned: false }],
    [
      "past whom somebody comes",
      [ruleset({ bypass: ["b", "a"] })],
      { ...guarded, bypass: ["a", "b"] },
    ],
    [
      "twice, so that only those come past who are on both lists",
      [ruleset({ bypass: ["a", "b"] }), ruleset({ bypass: ["b", "c"] })],
      { ...guarded, bypass: ["b"] },
    ],
    [
      "twice, and once without exception",
      [ruleset(), ruleset({ bypass: [] })],
      { ...guarded, bypass: [] },
    ],
    [
      "by our own check, whoever bypasses another of its name",
      [ruleset({ bypass: [] }), ruleset({ isPinned: false, bypass: ["a"] })],
      { ...guarded, bypass: [] },
    ],
    ["twice, with a list that nobody shows us", [ruleset(), ruleset({ bypass: ["a"] })], guarded],
  ])("is told %s", (...[, requirements, guard]) => {
    expect(guardBy(requirements)).toEqual(guard);
  });

  it.each<[says: string, before: ReleaseGuard, now: ReleaseGuard, losses: readonly string[]]>([
    ["never was", { isRequired: false, isPinned: false }, guardBy([]), []],
    ["stays", guarded, guarded, []],
    ["is gone", guarded, guardBy([]), ["not-required"]],
    ["is anybody's", guarded, { isRequired: true, isPinned: false }, ["not-pinned"]],
    [
      "lets another past",
      { ...guarded, bypass: [] },
      { ...guarded, bypass: ["a"] },
      ["bypass-added"],
    ],
    ["lets fewer past", { ...guarded, bypass: ["a"] }, { ...guarded, bypass: [] }, []],
    ["hides its list", { ...guarded, bypass: [] }, guarded, []],
    ["shows its list at last", guarded, { ...guarded, bypass: ["a"] }, []],
  ])("loses what it lost where it %s", (...[, before, now, losses]) => {
    expect(guardLosses(before, now).map(({ kind }) => kind)).toEqual(losses);
  });

  it("forgets no list that is merely hidden for a while", () => {
    const hidden = strengthened({ ...guarded, bypass: [] }, guarded);

    expect(guardLosses(hidden, { ...guarded, bypass: ["a"] })).toEqual([
      { kind: "bypass-added", actors: ["a"] },
    ]);
  });
});
