import nock from "nock";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Effect } from "../../../src/core/decision/effect.ts";
import { pullNumber, sha } from "../../../src/core/kernel/ids.ts";
import { payloadOf } from "../../support/webhook-examples.ts";
import { GITHUB, openRecorded, performFirst, recorded, recordings } from "./recordings.ts";

const REPOSITORY = recorded("rename-repository", "get /repositories/1000");
const NAMED = "/repos/octokit-fixture-org/rename-repository-newname";
const HEAD = sha("a".repeat(40));

const open = () => openRecorded(REPOSITORY);

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const unused = nock.pendingMocks();
  nock.cleanAll();
  expect(unused).toEqual([]);
});
afterAll(() => nock.enableNetConnect());

const show = (state: string): Effect => ({
  kind: "show-state",
  slot: "pull/7/state",
  pull: pullNumber(7),
  state,
});

const deployment: Effect = {
  kind: "deploy",
  slot: "rollout/r/shadow",
  sha: HEAD,
  environment: "triage/shadow",
  description: "",
  transient: true,
  production: false,
  payload: {},
};

describe("a repository as github.com answered it", () => {
  it.each([
    [recorded("get-repository", "get /repos/octokit-fixture-org/hello-world"), "hello-world"],
    [REPOSITORY, "rename-repository-newname"],
  ])("is found by its number under the name that it has now", async (answer, name) => {
    expect(await openRecorded(answer)).toMatchObject({
      id: 1000,
      fullName: `octokit-fixture-org/${name}`,
      defaultBranch: expect.any(String),
    });
  });

  it("that is renamed meanwhile is read where it went", async () => {
    const repository = await open();
    const path = "/collaborators/alice/permission";
    const scenario = "rename-repository";
    const moved = recorded(scenario, "get /repos/octokit-fixture-org/rename-repository");
    nock(GITHUB)
      .get(`${NAMED}${path}`)
      .reply(moved.status, moved.response, { location: `${moved.headers.location}${path}` });
    nock(GITHUB)
      .get(`/repositories/1000${path}`)
      .matchHeader("authorization", "token ghs_recorded")
      .reply(200, { permission: "write", role_name: "maintain" });

    expect(await repository.role("alice")).toBe("maintain");
  });
});

/** GitHub would make a label grey and say nothing about it. */
const LOOK = { color: /^[0-9a-f]{6}$/, description: /./ };

describe("labels as github.com answered them", () => {
  const { response: listed } = recorded("labels", "get /repos/octokit-fixture-org/labels/labels");
  const { response: made } = recorded("labels", "post /repos/octokit-fixture-org/labels/labels");
  const { response: shown } = recorded(
    "add-labels-to-issue",
    "post /repos/octokit-fixture-org/add-labels-to-issue/issues/1/labels",
  );
  const refused = recorded("errors", "post /repos/octokit-fixture-org/errors/labels");

  it("are listed, made where they are missing, and put on", async () => {
    const repository = await open();
    nock(GITHUB).get(`${NAMED}/issues/7/labels?per_page=100`).reply(200, shown);
    nock(GITHUB).get(`${NAMED}/labels?per_page=100`).reply(200, listed);
    nock(GITHUB)
      .post(`${NAMED}/labels`, { name: /^omega/, ...LOOK })
      .times(7)
      .reply(201, made);
    nock(GITHUB)
      .post(`${NAMED}/issues/7/labels`, { labels: ["omega-state:accepted"] })
      .reply(200, shown);

    expect(await performFirst(repository, show("accepted"))).toMatchObject({ kind: "performed" });
  });

  it("that somebody made before are made", async () => {
    const repository = await open();
    nock(GITHUB).get(`${NAMED}/issues/7/labels?per_page=100`).reply(200, []);
    nock(GITHUB).post(`${NAMED}/labels`).reply(refused.status, refused.response);
    nock(GITHUB).post(`${NAMED}/issues/7/labels`).reply(200, shown);

    expect(await performFirst(repository, show("checking"))).toMatchObject({ kind: "performed" });
  });

  it("may be refused, in GitHub's words", async () => {
    const repository = await open();
    nock(GITHUB).post(`${NAMED}/deployments`).reply(refused.status, refused.response);

    const receipt = await performFirst(repository, deployment);

    expect(receipt).toEqual({ kind: "refused", detail: expect.stringMatching(/^422: Validation/) });
  });
});

describe("what GitHub made", () => {
  const made = (event: string, action: string, part: string) =>
    z.looseObject({ id: z.number() }).parse(payloadOf(event, action)[part]);
  const check: Effect = {
    kind: "publish-check",
    slot: "check/a/7/omega",
    sha: HEAD,
    name: "omega",
    title: "",
    summary: "",
    annotations: [],
    actions: [],
  };
  const comment: Effect = { kind: "write-comment", slot: "s", pull: pullNumber(7), body: "Hello" };

  it.each([
    ["/check-runs", made("check_run", "rerequested", "check_run"), check],
    ["/deployments", made("deployment", "created", "deployment"), deployment],
    ["/issues/7/comments", made("issue_comment", "created", "comment"), comment],
  ])("at %s is kept by its number", async (path, answer, effect) => {
    const repository = await open();
    nock(GITHUB).post(`${NAMED}${path}`).reply(201, answer);

    const receipt = await performFirst(repository, effect);

    expect(receipt).toEqual({ kind: "performed", githubId: String(answer.id) });
  });
});

describe("a pull request as github.com sent it", () => {
  it("stands on the tip that the branch's own answer names", async () => {
    const repository = await open();
    const { response: ref } = recorded(
      "git-refs",
      "post /repos/octokit-fixture-org/git-refs/git/refs",
    );
    nock(GITHUB)
      .get(`${NAMED}/pulls/2`)
      .reply(200, {
        ...z.looseObject({}).parse(payloadOf("pull_request", "opened")["pull_request"]),
      });
    nock(GITHUB).get(`${NAMED}/git/ref/heads%2Fmaster`).reply(200, ref);

    expect(await repository.pull(pullNumber(2))).toMatchObject({
      isOpen: true,
      isMerged: false,
      author: { isBot: false },
      baseSha: "0000000000000000000000000000000000000002",
    });
  });

  it("has the reviews of every page, by GitHub's own links", async () => {
    const repository = await open();
    const pages = recordings("paginate-issues");
    const authors = pages.flatMap(({ response }) => z.array(authored).parse(response));
    for (const [index, { path, response, headers }] of pages.entries()) {
      const asked = index === 0 ? `${NAMED}/pulls/7/reviews?per_page=100` : asReviews(path);
      const reviews = z
        .array(authored)
        .parse(response)
        .map(({ user }) => reviewOf(user));
      nock(GITHUB)
        .get(asked)
        .reply(200, reviews, { link: asReviews(headers.link ?? "") });
    }

    const reviews = await repository.reviews(pullNumber(7));

    expect(pages).toHaveLength(5);
    expect(reviews.map(({ reviewer }) => reviewer.id)).toEqual(authors.map(({ user }) => user.id));
  });

  const authored = z.object({
    user: z.object({ id: z.number(), login: z.string(), type: z.string() }),
  });
  const reviewOf = (user: unknown) => ({ user, state: "APPROVED", commit_id: HEAD });
  const asReviews = (text: string) => text.replaceAll("1000/issues?", "1000/pulls/7/reviews?");
});

describe("what github.com does not have", () => {
  it("gives nobody a role", async () => {
    const repository = await open();
    const { status, response } = recorded(
      "branch-protection",
      "get /repos/octokit-fixture-org/branch-protection/branches/main/protection",
    );
    nock(GITHUB).get(`${NAMED}/collaborators/eve/permission`).reply(status, response);

    expect(await repository.role("eve")).toBe("none");
  });

  it("whole, such as a tree that was cut or a blob with other bytes, is a fault", async () => {
    const repository = await open();
    const id = sha("b".repeat(40));
    for (const query of ["?recursive=1", ""]) {
      nock(GITHUB)
        .get(`${NAMED}/git/trees/${id}${query}`)
        .reply(200, { truncated: true, tree: [] });
    }
    nock(GITHUB)
      .get(`${NAMED}/git/blobs/${id}`)
      .reply(200, { encoding: "base64", content: "eA==" });

    await expect(repository.tree(id)).rejects.toThrow(/truncated/);
    await expect(repository.blob(id)).rejects.toThrow(/another blob/);
  });
});
