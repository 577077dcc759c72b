import { describe, expect, it } from "vitest";
import type { Tree } from "../../src/core/ir/snapshot.ts";
import { TreeTruncated } from "../../src/core/ir/tree-truncated.ts";
import { sha } from "../../src/core/kernel/ids.ts";
import { accepted, refused } from "../../src/core/kernel/result.ts";
import { gatherChange } from "../../src/flows/reading/gather-change.ts";
import type { GitObjects } from "../../src/ports/git-objects.ts";
import { aSnapshot } from "../support/builders.ts";

const [baseSha, headSha] = [sha("a".repeat(40)), sha("b".repeat(40))];
const GOVERNED = aSnapshot({ ".omega/charter.yaml": "x: 1\n" }).tree;
const UNGOVERNED = aSnapshot({ "README.md": "hello\n" }).tree;

const objectsOf = (tree: Tree, parts: Partial<GitObjects>): GitObjects => ({
  mergeBase: async () => accepted(baseSha),
  tree: async () => tree,
  blob: () => Promise.reject(new Error("nothing is read of it")),
  ...parts,
});

const crossed = async () => refused("merge-base-ambiguous" as const);
const cut = (tree: Tree) => () => Promise.reject(new TreeTruncated(tree));

describe("a history or a tree that cannot be read whole", () => {
  it.each([
    ["merge-base-ambiguous", { mergeBase: crossed }],
    ["tree-truncated", { tree: cut(GOVERNED) }],
  ] as const)("is refused with %s, and a finding that names no line", async (reason, parts) => {
    const gathered = await gatherChange(objectsOf(GOVERNED, parts), { baseSha, headSha });

    expect(gathered).toEqual({
      kind: "unreadable",
      reason,
      findings: [{ code: reason, rule: "schema", facts: {} }],
    });
  });

  it.each([
    ["merged into each other", { mergeBase: crossed }],
    ["not listed whole", { tree: cut(UNGOVERNED) }],
  ] as const)("is nobody's concern where nothing is governed: %s", async (_why, parts) => {
    const gathered = await gatherChange(objectsOf(UNGOVERNED, parts), { baseSha, headSha });

    expect(gathered).toEqual({ kind: "silent" });
  });

  it("is a fault for every other reason", async () => {
    const broken = objectsOf(GOVERNED, { tree: () => Promise.reject(new Error("502")) });

    await expect(gatherChange(broken, { baseSha, headSha })).rejects.toThrow("502");
  });
});
