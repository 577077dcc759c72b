import { describe, expect, it } from "vitest";
import { parseListing } from "../../../src/adapters/git-clone/parse-listing.ts";

const ID = "a".repeat(40);
const row = (path: string, mode = "100644"): Buffer =>
  Buffer.from(`${mode} blob ${ID}       1\t${path}\0`, "latin1");

describe("the listing of a tree", () => {
  it("hides no file behind another whose name is decoded alike", () => {
    const tree = parseListing(Buffer.concat([row("x\u00FF"), row("x\u00FE"), row("x")]));

    expect([...tree.keys()]).toEqual(["x\uFFFD", "x\uFFFD\uFFFD", "x"]);
    for (const [path, entry] of tree) expect(entry.path).toBe(path);
  });

  it.each([
    ["cut off", row("a").subarray(0, -1)],
    ["of a missing object", Buffer.from(`100644 blob ${ID}     BAD\ta\0`)],
    ["of a file without a size", Buffer.from(`100644 blob ${ID}       -\ta\0`)],
    ["of no shape at all", Buffer.from("hello\0")],
  ])("is a fault when a row is %s, and never a shorter tree", (_what, listing) => {
    expect(() => parseListing(listing)).toThrow(/listing|missing/);
  });
});
