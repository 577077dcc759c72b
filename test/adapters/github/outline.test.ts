import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { nameOfTree } from "../../../src/adapters/github/name-of-tree.ts";
import type { Tree } from "../../../src/core/ir/snapshot.ts";
import { sha, type Sha } from "../../../src/core/kernel/ids.ts";
import { openTheatre, type Stage, type Theatre } from "./stage.ts";

let theatre: Theatre;
let stage: Stage;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());
beforeEach(async () => {
  stage = await theatre.openStage();
});

/** Text by path; a row with a mode of its own, or none where the file goes. */
type Edits = Readonly<Record<string, string | null | { mode: Mode; content: string }>>;
type Mode = "100755" | "120000";

async function treeFrom(base: string | undefined, edits: Edits): Promise<string> {
  const rows = Object.entries(edits).map(([path, edit]) => {
    const row = { path, mode: "100644", type: "blob" } as const;
    if (edit === null) return { ...row, sha: null };
    return typeof edit === "string" ? { ...row, content: edit } : { ...row, ...edit };
  });
  const from = base === undefined ? {} : { base_tree: base };
  const made = await stage.owner.rest.git.createTree({ ...stage.name, tree: rows, ...from });
  return made.data.sha;
}

async function commit(edits: Edits, parent?: Sha): Promise<Sha> {
  const { git } = stage.owner.rest;
  const at = { ...stage.name, commit_sha: parent ?? "" };
  const base = parent === undefined ? undefined : (await git.getCommit(at)).data.tree.sha;
  const parts = { ...stage.name, message: "files", parents: parent === undefined ? [] : [parent] };
  const tree = await treeFrom(base, edits);
  return sha((await git.createCommit({ ...parts, tree })).data.sha);
}

const GROUND: Edits = {
  ".omega/charter.yaml": "charter",
  "a.b": "dot",
  "a/b/c.md": "deep",
  "a-b": "dash",
  "docs/ähnlich.md": "umlaut",
  "docs/old.md": "a text that is long enough to be known again\n".repeat(20),
  "run.sh": { mode: "100755", content: "#!/bin/sh\n" },
};

const CHANGES: Readonly<Record<string, Edits>> = {
  "a changed file": { "a/b/c.md": "deeper" },
  "files beside and below others": { "a/c": "new", "a/b.md": "new", "ü/ö.md": "new" },
  "a removed file": { "a/b/c.md": null },
  "a renamed file": {
    "docs/old.md": null,
    "notes/new.md": "a text that is long enough to be known again\n".repeat(20),
  },
  "a file in place of a folder": { "a/b/c.md": null, "a/b": "file" },
  "a folder in place of a file": { "a.b": null, "a.b/c": "file" },
  "a changed program": { "run.sh": { mode: "100755", content: "#!/bin/bash\n" } },
};

const namesIn = (tree: Tree) =>
  [...tree.values()].map(({ path, mode, sha: id }) => `${mode} ${id} ${path}`).sort();

async function askedFor(tree: Promise<Tree>): Promise<readonly string[]> {
  const asked: string[] = [];
  const stop = stage.github.onExchange(({ method, path }) => void asked.push(`${method} ${path}`));
  await tree.finally(stop);
  return asked;
}

describe("git's name of a tree", () => {
  it.each(Object.entries({ "the ground": {}, ...CHANGES }))(
    "is that of GitHub, with %s",
    async (_, edits) => {
      const ground = await commit(GROUND);
      const made = await commit(edits, ground);
      const { data } = await stage.owner.rest.git.getCommit({ ...stage.name, commit_sha: made });

      expect(nameOfTree(await stage.repository.tree(made))).toBe(data.tree.sha);
    },
  );
});

describe("the outline of a head", () => {
  it.each(Object.entries(CHANGES))(
    "with %s is its tree, and asks for nothing",
    async (_, edits) => {
      const { repository } = stage;
      const base = await commit(GROUND);
      const head = await commit(edits, base);
      await repository.tree(base);
      await repository.mergeBase(base, head);

      const outline = repository.tree(head, "outline");

      expect(await askedFor(outline)).toEqual([]);
      expect(namesIn(await outline)).toEqual(namesIn(await repository.tree(head)));
    },
  );

  it.each<[string, Edits]>([
    ["a new link", { link: { mode: "120000", content: "a/b/c.md" } }],
    ["a file that becomes a program", { "a.b": { mode: "100755", content: "dot" } }],
    ["more files than a comparison tells of", manyFiles(300)],
  ])("is read where it has %s", async (_, edits) => {
    const { repository } = stage;
    const base = await commit(GROUND);
    const head = await commit(edits, base);
    await repository.tree(base);
    await repository.mergeBase(base, head);

    const outline = repository.tree(head, "outline");

    expect(await askedFor(outline)).toHaveLength(1);
    expect(namesIn(await outline)).toEqual(namesIn(await repository.tree(head)));
    expect((await outline).get("a/b/c.md")?.size).toBe(4);
  });

  it("does not stand for the tree where sizes are needed", async () => {
    const { repository } = stage;
    const base = await commit(GROUND);
    const head = await commit({ "a.b": "longer" }, base);
    await repository.tree(base);
    await repository.mergeBase(base, head);
    await repository.tree(head, "outline");

    expect((await repository.tree(head)).get("a.b")).toMatchObject({ size: 6 });
  });

  it("is read where the base is not known, or was never compared with", async () => {
    const { repository } = stage;
    const base = await commit({ ...GROUND, "known-to-nobody.md": "yet" });
    const head = await commit({ "a.b": "other" }, base);

    expect(await askedFor(repository.tree(head, "outline"))).toHaveLength(1);

    const next = await commit({ "a.b": "third" }, base);
    await repository.mergeBase(base, next);
    expect(await askedFor(repository.tree(next, "outline"))).toHaveLength(1);
  });
});

function manyFiles(count: number): Edits {
  return Object.fromEntries(Array.from({ length: count }, (_, nth) => [`many/${nth}`, `${nth}`]));
}
