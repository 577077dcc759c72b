import nock from "nock";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { installationId, pullNumber, repositoryId, sha } from "../../../src/core/kernel/ids.ts";
import { payloadOf } from "../../support/webhook-examples.ts";
import { GITHUB, openRecorded, openRecordedForge, recorded } from "./recordings.ts";

const REPOSITORY = recorded("rename-repository", "get /repositories/1000");
const NAMED = "/repos/octokit-fixture-org/rename-repository-newname";
const [BASE, HEAD, ROOT] = [sha("b".repeat(40)), sha("a".repeat(40)), "7".repeat(40)];
const KEY = { repositoryId: repositoryId(1000), pull: pullNumber(2) };

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const unused = nock.pendingMocks();
  nock.cleanAll();
  expect(unused).toEqual([]);
});
afterAll(() => nock.enableNetConnect());

const pullRequest = {
  number: 2,
  title: "By GraphQL",
  body: "",
  state: "OPEN",
  isDraft: false,
  author: { __typename: "Bot", login: "triage-bot", databaseId: 5 },
  headRefOid: HEAD,
  headRefName: "change",
  headRepository: { databaseId: 1000 },
  baseRefName: "master",
  baseRefOid: "c".repeat(40),
  mergeCommit: null,
  labels: { nodes: [] },
};

const whole = {
  databaseId: 1000,
  name: "rename-repository-newname",
  owner: { login: "octokit-fixture-org" },
  mergeCommitAllowed: true,
  squashMergeAllowed: true,
  defaultBranchRef: { name: "master", prefix: "refs/heads/", target: { oid: BASE } },
  pullRequest,
};

type Answer = { readonly data: unknown; readonly errors?: readonly unknown[] };

const answered = (repository: unknown, errors?: readonly unknown[]): Answer => ({
  data: { repository },
  ...(errors === undefined ? {} : { errors }),
});

const look = async (answer: Answer) => {
  const { forge } = await openRecordedForge(REPOSITORY);
  nock(GITHUB).post("/graphql").reply(200, answer);
  return { seen: () => forge.look(installationId(1), KEY) };
};

/** The repository by its number, the pull request, and its base's tip. */
function answerRest(): void {
  const { response: ref } = recorded(
    "git-refs",
    "post /repos/octokit-fixture-org/git-refs/git/refs",
  );
  const pull = z.looseObject({}).parse(payloadOf("pull_request", "opened")["pull_request"]);
  nock(GITHUB).get("/repositories/1000").reply(200, REPOSITORY.response);
  nock(GITHUB).get(`${NAMED}/pulls/2`).reply(200, pull);
  nock(GITHUB).get(`${NAMED}/git/ref/heads%2Fmaster`).reply(200, ref);
}

describe("what GraphQL answers to a look at a pull request", () => {
  it("is taken where it is whole; a bot is called as everywhere else", async () => {
    const { seen } = await look(answered(whole));

    expect((await seen()).pull).toMatchObject({
      title: "By GraphQL",
      author: { id: 5, login: "triage-bot[bot]", isBot: true },
      headSha: HEAD,
      baseSha: BASE,
      isMerged: false,
    });
  });

  it.each<[string, Answer]>([
    ["errors stand beside it", answered(whole, [{ type: "FORBIDDEN", message: "not yours" }])],
    ["the repository is not there", answered(null, [{ type: "NOT_FOUND", message: "no" }])],
    ["the pull request is missing", answered({ ...whole, pullRequest: null })],
    [
      "it is another pull request",
      answered({ ...whole, pullRequest: { ...pullRequest, number: 3 } }),
    ],
    ["it is about another repository", answered({ ...whole, databaseId: 1001 })],
    ["the default branch is unborn", answered({ ...whole, defaultBranchRef: null })],
    [
      "a tag stands where the branch should",
      answered({
        ...whole,
        defaultBranchRef: { ...whole.defaultBranchRef, prefix: "refs/tags/" },
      }),
    ],
    [
      "the author is nobody that it names by number",
      answered({
        ...whole,
        pullRequest: { ...pullRequest, author: { __typename: "Mannequin", login: "triage" } },
      }),
    ],
    ["the author is gone", answered({ ...whole, pullRequest: { ...pullRequest, author: null } })],
    [
      "it was merged, and not as what",
      answered({ ...whole, pullRequest: { ...pullRequest, state: "MERGED" } }),
    ],
    [
      "the head has no name",
      answered({ ...whole, pullRequest: { ...pullRequest, headRefOid: "" } }),
    ],
  ])("is not believed where %s: the repository is asked for by its number", async (_, answer) => {
    const { seen } = await look(answer);
    answerRest();

    const { repository, pull } = await seen();

    expect(repository).toMatchObject({ id: 1000, defaultBranch: "main" });
    expect(pull).toMatchObject({ title: "Update the README with new information." });
    expect(pull.baseSha).toBe("0000000000000000000000000000000000000002");
  });

  it("may be to wait, which is no reason to ask elsewhere", async () => {
    const limit = [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }];
    const { seen } = await look(answered(null, limit));

    await expect(seen()).rejects.toThrow(/asked to wait/);
    await expect(seen()).rejects.toThrow(/asked to wait 60 seconds more/);
  });
});

describe("a comparison", () => {
  const entry = (path: string, id: string) => ({ path, mode: "100644", type: "blob", sha: id });
  const tree = (...rows: readonly unknown[]) => ({ truncated: false, tree: rows });
  const [ONE, TWO] = ["1".repeat(40), "2".repeat(40)];
  const compared = (files: unknown) => ({
    status: "ahead",
    total_commits: 1,
    merge_base_commit: { sha: BASE },
    commits: [{ sha: HEAD, parents: [{ sha: BASE }], commit: { tree: { sha: ROOT } } }],
    files,
  });

  it.each<[string, unknown]>([
    ["leaves out a file", []],
    ["names another content", [{ filename: "a", status: "modified", sha: "3".repeat(40) }]],
    ["names no content", [{ filename: "a", status: "modified", sha: null }]],
    ["has no list of files", undefined],
  ])("that %s is not what a head is judged by", async (_, files) => {
    const repository = await openRecorded(REPOSITORY);
    nock(GITHUB)
      .get(`${NAMED}/git/trees/${BASE}?recursive=1`)
      .reply(200, tree(entry("a", ONE)));
    nock(GITHUB)
      .get(`${NAMED}/compare/${BASE}...${HEAD}?per_page=100&page=1`)
      .reply(200, compared(files));
    nock(GITHUB)
      .get(`${NAMED}/git/trees/${HEAD}?recursive=1`)
      .reply(200, tree(entry("a", TWO)));
    await repository.tree(BASE);
    await repository.mergeBase(BASE, HEAD);

    const outline = await repository.tree(HEAD, "outline");

    expect(outline.get("a")?.sha).toBe(TWO);
  });
});
