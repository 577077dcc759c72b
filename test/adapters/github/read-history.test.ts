import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sha, type Sha } from "../../../src/core/kernel/ids.ts";
import { accepted, refused } from "../../../src/core/kernel/result.ts";
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

const treeOf = async (commit: Sha): Promise<string> =>
  (await stage.owner.rest.git.getCommit({ ...stage.name, commit_sha: commit })).data.tree.sha;

const commit = async (message: string, parents: readonly Sha[]): Promise<Sha> => {
  const tree = await treeOf(stage.head);
  const parts = { ...stage.name, message, tree, parents: [...parents] };
  return sha((await stage.owner.rest.git.createCommit(parts)).data.sha);
};

describe("the merge base of two branches", () => {
  it("is none of several where they were merged into each other", async () => {
    const [left, right] = [await commit("left", [stage.head]), await commit("right", [stage.head])];
    const [ours, theirs] = [
      await commit("ours", [left, right]),
      await commit("theirs", [right, left]),
    ];

    const crossed = await stage.repository.mergeBase(ours, theirs);
    expect(crossed).toEqual(refused("merge-base-ambiguous"));

    const again = await commit("again", [theirs, ours]);
    expect(await stage.repository.mergeBase(ours, again)).toEqual(accepted(ours));
  });

  it("is the newest commit taken in, however often the base was merged", async () => {
    let base = stage.head;
    let head = await commit("branch", [stage.head]);
    for (const turn of ["one", "two", "three"]) {
      base = await commit(`base ${turn}`, [base]);
      head = await commit(`merge ${turn}`, [head, base]);
    }
    const later = await commit("later", [base]);

    expect(await stage.repository.mergeBase(later, head)).toEqual(accepted(base));
  });

  it("is found over several pages, and refused beyond those that are read", async () => {
    let head = stage.head;
    const grown: Sha[] = [];
    for (let step = 0; step < 1001; step += 1) {
      head = await commit(String(step), [head]);
      grown.push(head);
    }

    const near = await stage.repository.mergeBase(stage.head, sha(grown[149] ?? ""));
    expect(near).toEqual(accepted(stage.head));
    const far = await stage.repository.mergeBase(stage.head, head);
    expect(far).toEqual(refused("history-too-long"));
  }, 60_000);
});
