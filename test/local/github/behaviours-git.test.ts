import { expect, test } from "vitest";
import { perform, type Behaviour } from "./stage.ts";

const repo = "/repos/alice/agents";

const behaviours: readonly Behaviour[] = [
  {
    source: "rest/git/trees#get-a-tree",
    says: "a recursive listing that is too long says truncated",
    options: { treeLimit: 2 },
    show: async ({ app }) => {
      const { body } = await app("GET", `${repo}/git/trees/main?recursive=1`);
      expect(body.truncated).toBe(true);
      expect(body.tree).toHaveLength(2);
    },
  },
  {
    source: "rest/git/trees#get-a-tree",
    says: "a listing that is not recursive shows folders as trees",
    show: async ({ app }) => {
      const { body } = await app("GET", `${repo}/git/trees/main`);
      expect(body.truncated).toBe(false);
      expect(body.tree.map((one: { path: string; mode: string }) => [one.path, one.mode])).toEqual([
        ["README.md", "100644"],
        ["systems", "040000"],
      ]);
    },
  },
  {
    source: "rest/git/trees#create-a-tree",
    says: "a null sha removes a path, a base tree keeps the others",
    show: async ({ alice }) => {
      const made = await alice("POST", `${repo}/git/trees`, {
        base_tree: "main",
        tree: [
          { path: "README.md", mode: "100644", type: "blob", sha: null },
          { path: "run.sh", mode: "100755", type: "blob", content: "#!/bin/sh\n" },
        ],
      });
      const shown = made.body.tree.map(
        (one: { path: string; mode: string }) => `${one.mode} ${one.path}`,
      );
      expect(shown).toEqual(["100755 run.sh", "040000 systems"]);
    },
  },
  {
    source: "rest/git/trees#create-a-tree",
    says: "paths that leave the tree are refused",
    show: async ({ alice }) => {
      for (const path of ["../x", "a/.git/config", "/x", "a//b"]) {
        const tree = [{ path, mode: "100644", type: "blob", content: "x" }];
        expect((await alice("POST", `${repo}/git/trees`, { tree })).status).toBe(422);
      }
    },
  },
  {
    source: "rest/git/refs#update-a-reference",
    says: "a ref moves back only by force",
    show: async ({ alice, push }) => {
      const before = await alice("GET", `${repo}/git/ref/heads/main`);
      await push("topic", "a.txt", "a");
      const back = { sha: before.body.object.sha };
      const path = `${repo}/git/refs/heads/topic`;
      expect((await alice("PATCH", path, back)).body.message).toBe("Update is not a fast forward");
      expect((await alice("PATCH", path, { ...back, force: true })).status).toBe(200);
    },
  },
  {
    source: "rest/git/refs#create-a-reference",
    says: "pull refs and existing refs cannot be created",
    show: async ({ alice }) => {
      const { body } = await alice("GET", `${repo}/git/ref/heads/main`);
      const { sha } = body.object;
      for (const ref of ["refs/pull/9/head", "refs/heads/main"]) {
        expect((await alice("POST", `${repo}/git/refs`, { ref, sha })).status).toBe(422);
      }
    },
  },
  {
    source: "webhooks/webhook-events-and-payloads#push",
    says: "a push tells its commits with the paths they touch, and whether it was forced",
    show: async ({ push, events, received }) => {
      await push("topic", "new.txt", "x");
      await events();
      const seen = received.findLast((one) => one.name === "push");
      expect(seen?.payload).toMatchObject({
        ref: "refs/heads/topic",
        forced: false,
        created: false,
      });
      expect(seen?.payload.commits[0].added).toEqual(["new.txt"]);
    },
  },
  {
    source: "webhooks/webhook-events-and-payloads#create",
    says: "a new branch is told as create before its push, a deleted one as delete",
    show: async ({ alice, push, events }) => {
      const before = (await events()).length;
      await push("topic", "new.txt", "x");
      expect((await events()).slice(before, before + 2)).toEqual(["create", "push"]);
      await alice("DELETE", `${repo}/git/refs/heads/topic`);
      expect((await events()).slice(-2)).toEqual(["delete", "push"]);
    },
  },
  {
    source: "rest/repos/contents#create-or-update-file-contents",
    says: "a file changes only with the blob id it has, and a stale one is a 409",
    show: async ({ alice }) => {
      const path = `${repo}/contents/README.md`;
      const body = { message: "m", content: Buffer.from("x").toString("base64") };
      expect((await alice("PUT", path, body)).status).toBe(422);
      expect((await alice("PUT", path, { ...body, sha: "0".repeat(40) })).status).toBe(409);
      const { sha } = (await alice("GET", path)).body;
      expect((await alice("PUT", path, { ...body, sha })).status).toBe(200);
    },
  },
  {
    source: "rest/repos/contents#get-repository-content",
    says: "content is base64, raw when asked for, and a list for a folder",
    show: async ({ app, github, as }) => {
      const { body } = await app("GET", `${repo}/contents/README.md`);
      expect(Buffer.from(body.content, "base64").toString()).toBe("# Agents\n");
      const raw = as(github.tokenFor("alice"), { accept: "application/vnd.github.raw+json" });
      expect((await raw("GET", `${repo}/contents/README.md`)).body).toBe("# Agents\n");
      expect((await app("GET", `${repo}/contents/systems`)).body[0].path).toBe("systems/a.txt");
    },
  },
  {
    source: "rest/commits/commits#compare-two-commits",
    says: "a comparison starts at the merge base and counts both sides",
    show: async ({ alice, push }) => {
      const root = await alice("GET", `${repo}/git/ref/heads/main`);
      await push("topic", "a.txt", "a");
      await push("main", "b.txt", "b");
      const { body } = await alice("GET", `${repo}/compare/main...topic`);
      expect(body).toMatchObject({ status: "diverged", ahead_by: 1, behind_by: 1 });
      expect(body.merge_base_commit.sha).toBe(root.body.object.sha);
      expect(body.files.map((file: { filename: string }) => file.filename)).toEqual(["a.txt"]);
    },
  },
  {
    source: "rest/commits/commits#get-a-commit",
    says: "an unknown commit is a 422 that names it",
    show: async ({ app }) => {
      const answer = await app("GET", `${repo}/commits/nowhere`);
      expect(answer.status).toBe(422);
      expect(answer.body.message).toBe("No commit found for SHA: nowhere");
    },
  },
  {
    source: "rest/commits/commits#list-pull-requests-associated-with-a-commit",
    says: "a commit knows the pull requests that carry it",
    show: async ({ app, propose }) => {
      const pull = await propose();
      const { body } = await app("GET", `${repo}/commits/${pull.head.sha}/pulls`);
      expect(body.map((one: { number: number }) => one.number)).toEqual([1]);
    },
  },
];

test.each(behaviours)("$says ($source)", perform);
