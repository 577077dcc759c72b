import { describe, expect, it } from "vitest";
import { addedMembers } from "../../../src/core/constitution/added-members.ts";
import { anEdit } from "../../support/builders.ts";

describe("what an edit adds", () => {
  it.each([
    ["nothing, when it removes", { kind: "remove", before: { a: 1 } }, []],
    ["the value itself", { before: 1, after: 2 }, ["/extensions/x = 2"]],
    [
      "only the leaves that differ",
      { before: { a: 1, b: 2 }, after: { a: 1, b: 3 } },
      ["/extensions/x/b = 3"],
    ],
    [
      "leaves of lists by their place",
      { before: ["a"], after: ["a", "b"] },
      ['/extensions/x/1 = "b"'],
    ],
    ["a member that became an object", { before: 1, after: { a: {} } }, ["/extensions/x/a = {}"]],
  ] as const)("is %s", (_what, parts, expected) => {
    const members = addedMembers(anEdit({ pointer: "/extensions/x", ...parts }));

    expect(members.map(({ pointer, value }) => `${pointer} = ${JSON.stringify(value)}`)).toEqual(
      expected,
    );
  });
});
