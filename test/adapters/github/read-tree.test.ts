import { describe, expect, it } from "vitest";
import { TreeTruncated } from "../../../src/core/ir/tree-truncated.ts";
import { sha, type Sha } from "../../../src/core/kernel/ids.ts";
import { openTheatre, type Stage } from "./stage.ts";

async function onStage(treeLimit: number, play: (stage: Stage) => Promise<void>): Promise<void> {
  const theatre = await openTheatre({ treeLimit });
  try {
    await play(await theatre.openStage());
  } finally {
    await theatre.close();
  }
}

async function commitFiles({ owner, name }: Stage, paths: readonly string[]): Promise<Sha> {
  const rows = paths.map((path) => {
    return { path, mode: "100644", type: "blob", content: path } as const;
  });
  const tree = await owner.rest.git.createTree({ ...name, tree: rows });
  const parts = { ...name, message: "files", tree: tree.data.sha, parents: [] };
  return sha((await owner.rest.git.createCommit(parts)).data.sha);
}

describe("a tree that GitHub does not list at once", () => {
  it("is walked folder by folder, and then known whole", async () => {
    await onStage(3, async (stage) => {
      const paths = ["a/b/c/1", "a/b/c/2", "a/b/3", "a/4", "d/5", "d/6", "7"];
      const commit = await commitFiles(stage, paths);

      const tree = await stage.repository.tree(commit);

      expect([...tree.keys()].sort()).toEqual([...paths].sort());
      expect([...tree].every(([path, entry]) => entry.path === path)).toBe(true);
    });
  });

  it("is told from a whole one where one folder alone is too long, and is not walked again", async () => {
    await onStage(3, async (stage) => {
      const long = ["1", "2", "3", "4"].map((file) => `z/${file}`);
      const commit = await commitFiles(stage, [".omega/charter.yaml", "b/1", ...long]);

      const fault = await stage.repository.tree(commit).catch((thrown: unknown) => thrown);

      expect(fault).toBeInstanceOf(TreeTruncated);
      const listed = fault instanceof TreeTruncated ? fault.listed : new Map();
      expect(listed.has(".omega/charter.yaml")).toBe(true);
      const asked: string[] = [];
      stage.github.onExchange(({ path }) => void asked.push(path));
      await expect(stage.repository.tree(commit)).rejects.toThrow(/truncated/);
      expect(asked).toEqual([]);
    });
  });

  it("is given up when it has more folders than are asked for", async () => {
    await onStage(200, async (stage) => {
      const folders = Array.from({ length: 160 }, (_, index) => `f${index}`);
      const commit = await commitFiles(
        stage,
        folders.map((folder) => `${folder}/x`),
      );

      await expect(stage.repository.tree(commit)).rejects.toThrow(/truncated/);
    });
  });
});
