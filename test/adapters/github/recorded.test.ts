import { generateKeyPairSync } from "node:crypto";
import { createRequire } from "node:module";
import nock from "nock";
import { pino } from "pino";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { openForge } from "../../../src/adapters/github/forge.ts";
import { openProbot } from "../../../src/adapters/github/probot.ts";
import { installationId, pullNumber, repositoryId, sha } from "../../../src/core/kernel/ids.ts";
import type { Repository } from "../../../src/ports/forge.ts";

const GITHUB = "https://api.github.com";

const exchangesSchema = z.array(
  z.object({
    method: z.string(),
    path: z.string(),
    status: z.number(),
    response: z.record(z.string(), z.unknown()).catch({}),
  }),
);

/** An answer that GitHub really gave, as its own client library's project records them. */
function recorded(scenario: string, method: string, path: string) {
  const file = `@octokit/fixtures/scenarios/api.github.com/${scenario}/normalized-fixture.json`;
  const exchanges = exchangesSchema.parse(createRequire(import.meta.url)(file));
  const found = exchanges.find((row) => row.method === method && row.path === path);
  if (found === undefined) throw new Error(`nothing was recorded for ${method} ${path}`);
  return found;
}

const KEY = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
}).privateKey;

const REPOSITORY = recorded("rename-repository", "get", "/repositories/1000");

function open(): Promise<Repository> {
  const credentials = { appId: 42, privateKey: KEY, webhookSecret: "b9f1c2a73d5e4f60" };
  const probot = openProbot(credentials, pino({ level: "silent" }));
  return openForge(probot, { appId: 42 }).repository(installationId(1), repositoryId(1000));
}

beforeEach(() => {
  nock.disableNetConnect();
  nock(GITHUB)
    .post("/app/installations/1/access_tokens")
    .reply(201, { token: "ghs_recorded", expires_at: "2099-01-01T00:00:00Z", permissions: {} });
  nock(GITHUB).get("/repositories/1000").reply(200, REPOSITORY.response);
});
afterEach(() => nock.cleanAll());
afterAll(() => nock.enableNetConnect());

describe("the adapter on recorded answers of github.com", () => {
  it("finds a repository by its number under the name that it has now", async () => {
    expect(await open()).toMatchObject({
      id: 1000,
      fullName: "octokit-fixture-org/rename-repository-newname",
      defaultBranch: expect.any(String),
    });
  });

  it("takes an answer of 422 for a refusal, in GitHub's words", async () => {
    const { status, response } = recorded(
      "errors",
      "post",
      "/repos/octokit-fixture-org/errors/labels",
    );
    nock(GITHUB)
      .post(/\/deployments$/)
      .reply(status, response);
    const repository = await open();

    const receipt = await repository.perform(
      {
        kind: "deploy",
        slot: "rollout/r/shadow",
        sha: sha("a".repeat(40)),
        environment: "triage/shadow",
        description: "",
        transient: true,
        production: false,
        payload: {},
      },
      { mayExist: false, lookup: async () => undefined },
    );

    expect(receipt).toEqual({ kind: "refused", detail: expect.stringMatching(/^422: Validation/) });
  });

  it("treats labels that somebody made before as made", async () => {
    const { status, response } = recorded(
      "errors",
      "post",
      "/repos/octokit-fixture-org/errors/labels",
    );
    const issue = /\/issues\/7\/labels/;
    nock(GITHUB).get(issue).query(true).reply(200, []);
    nock(GITHUB)
      .post(/newname\/labels$/)
      .reply(status, response);
    nock(GITHUB)
      .post(issue, { labels: ["omega-state:checking"] })
      .reply(200, []);
    const repository = await open();

    const receipt = await repository.perform(
      { kind: "show-state", slot: "pull/7/state", pull: pullNumber(7), state: "checking" },
      { mayExist: false, lookup: async () => undefined },
    );

    expect(receipt).toMatchObject({ kind: "performed" });
    expect(nock.isDone()).toBe(true);
  });

  it("reads every page, following GitHub's own links", async () => {
    const repository = await open();
    const page = (from: number) =>
      Array.from({ length: 2 }, (_, index) => ({
        user: { id: from + index, login: `u${from + index}`, type: "User" },
        state: "APPROVED",
        commit_id: "a".repeat(40),
      }));
    const next = "/repositories/1000/pulls/7/reviews?per_page=100&page=2";
    nock(GITHUB)
      .get(/\/pulls\/7\/reviews\?per_page=100$/)
      .reply(200, page(1), { link: `<${GITHUB}${next}>; rel="next"` });
    nock(GITHUB).get(next).reply(200, page(3));

    const reviews = await repository.reviews(pullNumber(7));

    expect(reviews.map(({ reviewer }) => reviewer.login)).toEqual(["u1", "u2", "u3", "u4"]);
  });

  it("takes a tree that GitHub cut short, or a blob with other bytes, for a fault", async () => {
    const repository = await open();
    nock(GITHUB)
      .get(/git\/trees/)
      .query(true)
      .reply(200, { truncated: true, tree: [] });
    nock(GITHUB)
      .get(/git\/blobs/)
      .reply(200, { encoding: "base64", content: "eA==" });

    await expect(repository.tree(sha("b".repeat(40)))).rejects.toThrow(/truncated/);
    await expect(repository.blob(sha("b".repeat(40)))).rejects.toThrow(/another blob/);
  });
});
