import { describe, expect, it } from "vitest";
import { edited, systemWith } from "../../../support/edited.ts";
import { breachesOf } from "../expect-breach.ts";

const NOTES = { kind: "file", target: "notes", access: "read", grant: ["sense"] };

const reading = systemWith({
  "/capabilities/notes": NOTES,
  "/tools/sense/effect": "read",
  "/tools/sense/needs": ["notes"],
});

const problemsOf = (edits: Parameters<typeof edited>[0]): readonly (string | undefined)[] =>
  breachesOf(edited(edits, { before: reading, silentTiers: true }))
    .filter(({ rule }) => rule === "C5")
    .map(({ facts }) => facts["problem"]);

describe("a tool that says less than it may do", () => {
  it("is found when it lowers its effect below what it is granted", () => {
    expect(problemsOf({ "/tools/sense/effect": "none" })).toEqual(["understated"]);
  });

  it("is found when it keeps a grant that it no longer says it needs", () => {
    expect(problemsOf({ "/tools/sense/needs": [] })).toEqual(["unneeded"]);
  });

  it("is found when what it may write is more than it says", () => {
    expect(problemsOf({ "/capabilities/notes/access": "write" })).toContain("understated");
  });

  it("is left alone when the grant goes with the need", () => {
    expect(
      problemsOf({
        "/tools/sense/needs": [],
        "/tools/sense/effect": "none",
        "/capabilities/notes": undefined,
      }),
    ).toEqual([]);
  });
});
