import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CommitsUnlisted } from "../../../src/core/ir/commits-unlisted.ts";
import { installationId, pullNumber, repositoryId, sha } from "../../../src/core/kernel/ids.ts";
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

const mainTip = async () => {
  const ref = await stage.owner.rest.git.getRef({ ...stage.name, ref: "heads/main" });
  return ref.data.object.sha;
};

const write = (path: string, branch: string) =>
  stage.owner.rest.repos.createOrUpdateFileContents({
    ...stage.name,
    path,
    branch,
    message: path,
    content: "eA==",
  });

describe("a pull request", () => {
  it("stands on the tip of its base branch, however old its own base is", async () => {
    const before = await mainTip();
    await write("LATER.md", "main");

    const pull = await stage.repository.pull(pullNumber(stage.pull));

    expect(pull).toMatchObject({ isOpen: true, isMerged: false, headSha: stage.head });
    expect(pull.baseSha).toBe(await mainTip());
    expect(await stage.repository.openPulls()).toEqual([pull]);
    expect(await stage.repository.mergeBase(pull.baseSha, pull.headSha)).toEqual(accepted(before));
  });

  it("is read after its base branch is gone", async () => {
    await stage.owner.rest.git.createRef({
      ...stage.name,
      ref: "refs/heads/old",
      sha: await mainTip(),
    });
    const at = { ...stage.name, pull_number: stage.pull };
    await stage.owner.rest.pulls.update({ ...at, base: "old" });
    await stage.owner.rest.pulls.update({ ...at, state: "closed" });
    await stage.owner.rest.git.deleteRef({ ...stage.name, ref: "heads/old" });

    expect(await stage.repository.pull(pullNumber(stage.pull))).toMatchObject({ isOpen: false });
  });

  it("has every hand in its commits named, co-authors by their address too", async () => {
    const contributors = await stage.repository.contributors(pullNumber(stage.pull));

    expect(contributors.map(({ login }) => login)).toEqual(expect.arrayContaining(["acme", "eve"]));
  });

  it("of more commits than GitHub lists is nobody's that could be named", async () => {
    const { git } = stage.owner.rest;
    const first = await git.getCommit({ ...stage.name, commit_sha: stage.head });
    const tree = first.data.tree.sha;
    let parent: string = stage.head;
    for (let number = 2; number <= 250; number += 1) {
      const commit = { message: `${number}`, tree, parents: [parent] };
      parent = (await git.createCommit({ ...stage.name, ...commit })).data.sha;
    }
    await git.updateRef({ ...stage.name, ref: "heads/change", sha: parent });

    const contributors = stage.repository.contributors(pullNumber(stage.pull));

    await expect(contributors).rejects.toBeInstanceOf(CommitsUnlisted);
  });

  it("has each review with the commit that was reviewed", async () => {
    const reader = stage.as("alice");
    await stage.owner.rest.repos.addCollaborator({
      ...stage.name,
      username: "alice",
      permission: "push",
    });
    await reader.rest.pulls.createReview({
      ...stage.name,
      pull_number: stage.pull,
      event: "APPROVE",
      commit_id: stage.head,
    });

    expect(await stage.repository.reviews(pullNumber(stage.pull))).toMatchObject([
      { reviewer: { login: "alice", isBot: false }, state: "approved", sha: stage.head },
    ]);
  });
});

describe("an answer of 5xx", () => {
  it("is a fault, and the request is not repeated behind our back", async () => {
    const asked: string[] = [];
    stage.github.onExchange(({ path }) => void asked.push(path));
    const at = { method: "GET", path: /pulls/ };
    stage.github.faults.inject(at, { kind: "error", status: 502, when: "before" }, 1);

    await expect(stage.repository.pull(pullNumber(stage.pull))).rejects.toThrow();

    expect(asked).toHaveLength(1);
    expect(await stage.repository.pull(pullNumber(stage.pull))).toMatchObject({ isOpen: true });
  });
});

describe("git objects", () => {
  it("are read as they are, and once only", async () => {
    const tree = await stage.repository.tree(stage.head);
    const entry = tree.get("NOTES.md");
    expect(entry).toMatchObject({ mode: "100644", size: 8 });
    const reads: string[] = [];
    stage.github.onExchange(({ path }) => void reads.push(path));

    const blob = entry?.sha ?? stage.head;
    expect(new TextDecoder().decode(await stage.repository.blob(blob))).toBe("one\ntwo\n");
    await stage.repository.blob(blob);
    await stage.repository.tree(stage.head);

    expect(reads).toHaveLength(1);
  });

  it("that are not there are a fault, never an empty answer", async () => {
    const nowhere = sha("f".repeat(40));

    await expect(stage.repository.blob(nowhere)).rejects.toThrow();
    await expect(stage.repository.tree(nowhere)).rejects.toThrow();
    await expect(stage.repository.mergeBase(stage.head, nowhere)).rejects.toThrow();
    await expect(stage.repository.commitOf("no-such-branch")).rejects.toThrow();
  });

  it("are found by a branch or the beginning of their name", async () => {
    expect(await stage.repository.commitOf("change")).toBe(stage.head);
    expect(await stage.repository.commitOf(stage.head.slice(0, 12))).toBe(stage.head);
  });

  it("without a common ancestor have no merge base", async () => {
    const { git } = stage.owner.rest;
    const entry = { path: "ALONE.md", mode: "100644", type: "blob", content: "alone" } as const;
    const tree = await git.createTree({ ...stage.name, tree: [entry] });
    const root = { ...stage.name, message: "alone", tree: tree.data.sha, parents: [] };
    const alone = await git.createCommit(root);
    await git.createRef({ ...stage.name, ref: "refs/heads/alone", sha: alone.data.sha });

    expect(await stage.repository.mergeBase(stage.head, sha(alone.data.sha))).toEqual(
      refused("no-merge-base"),
    );
  });
});

describe("people", () => {
  it("have the role that GitHub gives them now, and none when it does not know them", async () => {
    stage.github.createUser("tina");
    const give = (permission: string) =>
      stage.owner.rest.repos.addCollaborator({ ...stage.name, username: "tina", permission });

    const given = [
      ["pull", "read"],
      ["triage", "triage"],
      ["push", "write"],
      ["maintain", "maintain"],
    ] as const;
    for (const [permission, role] of given) {
      await give(permission);
      expect(await stage.repository.role("tina")).toBe(role);
    }
    expect(await stage.repository.role("acme")).toBe("admin");
    expect(await stage.repository.role("nobody-at-all")).toBe("none");
  });

  it("are known by their token; a token that GitHub does not know is nobody's", async () => {
    expect(await stage.forge.userOf(stage.github.tokenFor("tina"))).toMatchObject({
      login: "tina",
      isBot: false,
    });
    expect(await stage.forge.userOf("ghp_nobody")).toBeUndefined();
  });
});

describe("a repository", () => {
  it("that the app cannot see is a fault", async () => {
    const repository = stage.forge.repository(installationId(1), repositoryId(1));

    await expect(repository).rejects.toThrow();
  });
});
