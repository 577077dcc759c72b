import { expect, test } from "vitest";
import { perform, type Behaviour } from "./stage.ts";

const repo = "/repos/alice/agents";

const behaviours: readonly Behaviour[] = [
  {
    source: "rest/pulls/pulls#create-a-pull-request",
    says: "a pull request without commits of its own is refused with 422",
    show: async ({ alice, github }) => {
      const sha = github.world.repositories.values().next().value?.refs.get("refs/heads/main");
      await alice("POST", `${repo}/git/refs`, { ref: "refs/heads/same", sha });
      const body = { title: "Nothing", head: "same", base: "main" };
      const answer = await alice("POST", `${repo}/pulls`, body);
      expect(answer.status).toBe(422);
      expect(answer.body.errors[0].message).toBe("No commits between main and same");
    },
  },
  {
    source: "rest/pulls/pulls#create-a-pull-request",
    says: "a second pull request for the same branches is refused with 422",
    show: async ({ alice, propose }) => {
      await propose();
      const body = { title: "Again", head: "topic", base: "main" };
      const answer = await alice("POST", `${repo}/pulls`, body);
      expect(answer.status).toBe(422);
      expect(answer.body.errors[0].message).toContain("already exists for alice:topic");
    },
  },
  {
    source: "rest/pulls/pulls#get-a-pull-request",
    says: "an open pull request says whether it merges, and with which test commit",
    show: async ({ alice, propose }) => {
      const pull = await propose();
      const { body } = await alice("GET", `${repo}/pulls/${pull.number}`);
      expect(body).toMatchObject({ mergeable: true, mergeable_state: "clean", merged: false });
      expect(body.merge_commit_sha).toMatch(/^[0-9a-f]{40}$/);
      const merge = await alice("GET", `${repo}/git/ref/pull/${pull.number}/merge`);
      expect(merge.body.object.sha).toBe(body.merge_commit_sha);
    },
  },
  {
    source: "rest/pulls/pulls#get-a-pull-request",
    says: "a pull request that conflicts is dirty and merges with 405",
    show: async ({ alice, propose, push }) => {
      const pull = await propose();
      await push("main", "systems/a.txt", "1\n2\n3\n4\nFIVE\n6\n7\n8\n9\n");
      const { body } = await alice("GET", `${repo}/pulls/${pull.number}`);
      expect(body).toMatchObject({ mergeable: false, mergeable_state: "dirty" });
      expect((await alice("PUT", `${repo}/pulls/1/merge`)).status).toBe(405);
    },
  },
  {
    source: "rest/pulls/pulls#merge-a-pull-request",
    says: "changes far apart in one file merge and keep both",
    show: async ({ alice, propose, push }) => {
      await propose();
      await push("main", "systems/a.txt", "one\n2\n3\n4\n5\n6\n7\n8\n9\n");
      expect((await alice("PUT", `${repo}/pulls/1/merge`)).status).toBe(200);
      const { body } = await alice("GET", `${repo}/contents/systems/a.txt`);
      const text = Buffer.from(body.content, "base64").toString();
      expect(text).toBe("one\n2\n3\n4\nfive\n6\n7\n8\n9\n");
    },
  },
  {
    source: "rest/pulls/pulls#merge-a-pull-request",
    says: "merging with another head than expected is refused with 409 and changes nothing",
    show: async ({ alice, propose }) => {
      await propose();
      const answer = await alice("PUT", `${repo}/pulls/1/merge`, { sha: "0".repeat(40) });
      expect(answer.status).toBe(409);
      expect(answer.body.message).toContain("Head branch was modified");
      expect((await alice("GET", `${repo}/pulls/1`)).body.merged).toBe(false);
    },
  },
  {
    source: "rest/pulls/pulls#merge-a-pull-request",
    says: "a draft is not merged",
    show: async ({ alice, propose }) => {
      await propose("topic", { draft: true });
      const answer = await alice("PUT", `${repo}/pulls/1/merge`);
      expect(answer).toMatchObject({ status: 405 });
      expect(answer.body.message).toBe("Pull Request is still a draft");
    },
  },
  {
    source: "rest/pulls/pulls#merge-a-pull-request",
    says: "a pull request merges once",
    show: async ({ alice, propose }) => {
      await propose();
      const first = await alice("PUT", `${repo}/pulls/1/merge`, { merge_method: "squash" });
      expect(first.body).toMatchObject({ merged: true });
      expect((await alice("PUT", `${repo}/pulls/1/merge`)).status).toBe(405);
      expect((await alice("GET", `${repo}/pulls/1/merge`)).status).toBe(204);
    },
  },
  {
    source: "rest/pulls/pulls#merge-a-pull-request",
    says: "a squash has one parent, a merge has two",
    show: async ({ alice, propose }) => {
      await propose("one");
      const squash = await alice("PUT", `${repo}/pulls/1/merge`, { merge_method: "squash" });
      const commit = await alice("GET", `${repo}/git/commits/${squash.body.sha}`);
      expect(commit.body.parents).toHaveLength(1);
      expect(commit.body.message).toBe("Change five (#1)");
    },
  },
  {
    source: "rest/pulls/pulls#merge-a-pull-request",
    says: "somebody without write access may not merge",
    show: async ({ carol, propose }) => {
      await propose();
      expect((await carol("PUT", `${repo}/pulls/1/merge`)).status).toBe(403);
    },
  },
  {
    source: "webhooks/webhook-events-and-payloads#pull_request",
    says: "merging closes the pull request with merged set, before the push to the base",
    show: async ({ alice, propose, events, received }) => {
      await propose();
      const before = (await events()).length;
      await alice("PUT", `${repo}/pulls/1/merge`);
      const names = (await events()).slice(before);
      expect(names.slice(0, 2)).toEqual(["pull_request.closed", "push"]);
      expect(received[before]?.payload.pull_request).toMatchObject({
        merged: true,
        state: "closed",
      });
    },
  },
  {
    source: "webhooks/webhook-events-and-payloads#pull_request",
    says: "a push to the head synchronizes the pull request with before and after",
    show: async ({ propose, push, events, received }) => {
      const pull = await propose();
      const after = await push("topic", "README.md", "# More\n");
      expect(await events()).toContain("pull_request.synchronize");
      const seen = received.find((one) => one.name === "pull_request.synchronize");
      expect(seen?.payload).toMatchObject({ before: pull.head.sha, after, number: 1 });
      expect(seen?.payload.pull_request.head.sha).toBe(after);
    },
  },
  {
    source: "webhooks/webhook-events-and-payloads#pull_request",
    says: "an edit tells the old title and body only",
    show: async ({ alice, propose, events, received }) => {
      await propose();
      await alice("PATCH", `${repo}/pulls/1`, { title: "Better" });
      expect((await events()).at(-1)).toBe("pull_request.edited");
      expect(received.at(-1)?.payload.changes).toEqual({ title: { from: "Change five" } });
    },
  },
  {
    source: "webhooks/webhook-events-and-payloads#pull_request",
    says: "a new base is an edit that tells the old ref and commit",
    show: async ({ alice, propose, push, events, received }) => {
      const pull = await propose();
      await push("release", "README.md", "# Release\n");
      await alice("PATCH", `${repo}/pulls/1`, { base: "release" });
      await events();
      expect(received.at(-1)?.payload.changes.base).toEqual({
        ref: { from: "main" },
        sha: { from: pull.base.sha },
      });
    },
  },
  {
    source: "rest/pulls/pulls#update-a-pull-request",
    says: "a closed pull request opens again, and is told as reopened",
    show: async ({ alice, propose, events }) => {
      await propose();
      await alice("PATCH", `${repo}/pulls/1`, { state: "closed" });
      const answer = await alice("PATCH", `${repo}/pulls/1`, { state: "open" });
      expect(answer.body.state).toBe("open");
      expect((await events()).slice(-2)).toEqual(["pull_request.closed", "pull_request.reopened"]);
    },
  },
  {
    source: "rest/git/refs#delete-a-reference",
    says: "deleting the head branch closes its pull request",
    show: async ({ alice, propose }) => {
      await propose();
      expect((await alice("DELETE", `${repo}/git/refs/heads/topic`)).status).toBe(204);
      expect((await alice("GET", `${repo}/pulls/1`)).body.state).toBe("closed");
    },
  },
  {
    source: "rest/pulls/pulls#list-pull-requests-files",
    says: "files come with status, counts and a patch against the merge base",
    show: async ({ alice, propose, push }) => {
      await propose();
      await push("main", "README.md", "# Moved on\n");
      const { body } = await alice("GET", `${repo}/pulls/1/files`);
      expect(body).toHaveLength(1);
      expect(body[0]).toMatchObject({ filename: "systems/a.txt", status: "modified", changes: 2 });
      expect(body[0].patch).toContain("-5\n+five");
    },
  },
  {
    source: "rest/pulls/pulls#list-pull-requests-files",
    says: "the files of a merged pull request stay what they were",
    show: async ({ alice, propose }) => {
      await propose();
      await alice("PUT", `${repo}/pulls/1/merge`);
      expect((await alice("GET", `${repo}/pulls/1/files`)).body).toHaveLength(1);
    },
  },
  {
    source: "rest/pulls/reviews#create-a-review-for-a-pull-request",
    says: "nobody approves their own pull request",
    show: async ({ alice, bob, propose }) => {
      await propose();
      const body = { event: "APPROVE" };
      expect((await alice("POST", `${repo}/pulls/1/reviews`, body)).status).toBe(422);
      expect((await bob("POST", `${repo}/pulls/1/reviews`, body)).body.state).toBe("APPROVED");
    },
  },
  {
    source: "rest/pulls/reviews#create-a-review-for-a-pull-request",
    says: "a review comment must point at a line of the diff",
    show: async ({ app, propose }) => {
      await propose();
      const at = (line: number): object => ({
        event: "COMMENT",
        comments: [{ path: "systems/a.txt", line, body: "here" }],
      });
      expect((await app("POST", `${repo}/pulls/1/reviews`, at(99))).status).toBe(422);
      expect((await app("POST", `${repo}/pulls/1/reviews`, at(5))).status).toBe(200);
      const { body } = await app("GET", `${repo}/pulls/1/comments`);
      expect(body[0]).toMatchObject({ line: 5, side: "RIGHT" });
      expect(body[0].diff_hunk).toMatch(/\+five$/);
    },
  },
  {
    source: "rest/pulls/reviews#dismiss-a-review-for-a-pull-request",
    says: "a dismissed approval is told and no longer counts",
    show: async ({ alice, bob, propose, events }) => {
      await propose();
      await alice("PUT", `${repo}/branches/main/protection`, {
        required_status_checks: null,
        enforce_admins: true,
        required_pull_request_reviews: { required_approving_review_count: 1 },
        restrictions: null,
      });
      const review = await bob("POST", `${repo}/pulls/1/reviews`, { event: "APPROVE" });
      const path = `${repo}/pulls/1/reviews/${review.body.id}/dismissals`;
      expect((await alice("PUT", path, { message: "no" })).body.state).toBe("DISMISSED");
      expect((await alice("PUT", `${repo}/pulls/1/merge`)).status).toBe(405);
      expect((await events()).at(-1)).toBe("pull_request_review.dismissed");
    },
  },
  {
    source: "webhooks/webhook-events-and-payloads#pull_request",
    says: "turning a draft into a proposal is told as ready_for_review",
    show: async ({ github, propose, events }) => {
      await propose("topic", { draft: true });
      const wanted = { repository: "alice/agents", number: 1, by: "alice" };
      github.setDraft({ ...wanted, isDraft: false });
      github.setDraft({ ...wanted, isDraft: true });
      const told = ["pull_request.ready_for_review", "pull_request.converted_to_draft"];
      expect((await events()).slice(-2)).toEqual(told);
    },
  },
  {
    source: "pull-requests/collaborating-with-pull-requests/working-with-forks",
    says: "a fork's branch can be proposed and read from the base's pull ref",
    show: async ({ github, alice, as }) => {
      github.createFork({ of: "alice/agents", owner: "erin" });
      const erin = as(github.tokenFor("erin"));
      const file = { message: "new", content: Buffer.from("x").toString("base64") };
      await erin("PUT", "/repos/erin/agents/contents/new.txt", { ...file, branch: "main" });
      const body = { title: "From afar", head: "erin:main", base: "main" };
      const opened = await erin("POST", `${repo}/pulls`, body);
      expect(opened.body.head.repo.full_name).toBe("erin/agents");
      const ref = await alice("GET", `${repo}/git/ref/pull/1/head`);
      expect(ref.body.object.sha).toBe(opened.body.head.sha);
    },
  },
];

test.each(behaviours)("$says ($source)", perform);
