import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { JWTPayload } from "jose";
import { openJobTokens } from "../../../src/adapters/actions/job-tokens.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import type { JobTokens } from "../../../src/ports/job-tokens.ts";
import { type Issuer, type Signing, startIssuer } from "../../support/job-tokens.ts";

const NOW = 1_800_000_000_000;
const AUDIENCE = "omega:nonce";

const CLAIMS: JWTPayload = {
  aud: AUDIENCE,
  repository_id: "7",
  repository: "acme/desk",
  workflow_ref: "acme/desk/.github/workflows/x.yml@refs/heads/main",
  job_workflow_ref: "acme/desk/.github/workflows/x.yml@refs/heads/main",
  ref: "refs/heads/main",
  sha: "a".repeat(40),
  event_name: "workflow_dispatch",
  run_id: "42",
  run_attempt: "1",
};

let issuer: Issuer;
let tokens: JobTokens;

beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.close());
beforeEach(() => {
  issuer.answer = undefined;
  tokens = openJobTokens(issuer.url, { now: () => instant(NOW) });
});

async function verify(claims: JWTPayload = {}, signing: Signing = {}): Promise<unknown> {
  const token = await issuer.sign({ ...CLAIMS, ...claims }, { now: NOW, ...signing });
  const verified = await tokens.verify(token, AUDIENCE);
  return verified.ok ? verified.value : verified.refusal;
}

describe("a job's token", () => {
  test("that GitHub signed for this answer tells which job holds it", async () => {
    expect(await verify()).toMatchObject({
      repositoryId: 7,
      event: "workflow_dispatch",
      runId: "42",
      runAttempt: "1",
      sha: "a".repeat(40),
    });
  });

  test.each<[string, JWTPayload, Signing]>([
    ["for another answer", { aud: "omega:other" }, {}],
    ["for several at once", { aud: [AUDIENCE, "omega:other"] }, {}],
    ["by another issuer", {}, { issuer: "http://127.0.0.1:1" }],
    ["with another key", {}, { isForged: true }],
    ["that is out of time", {}, { now: NOW - 400_000 }],
    ["that begins later", {}, { now: NOW + 120_000 }],
    ["that was made long ago and lives long", {}, { now: NOW - 700_000, lives: 10_000 }],
    ["without a repository", { repository_id: undefined }, {}],
    ["with a commit that is none", { sha: "main" }, {}],
  ])("is refused when it is %s", async (_what, claims, signing) => {
    expect(await verify(claims, signing)).toBe("results-token-refused");
  });

  test("may be a minute off the app's clock", async () => {
    expect(await verify({}, { now: NOW + 50_000 })).toMatchObject({ runId: "42" });
    expect(await verify({}, { now: NOW - 340_000 })).toMatchObject({ runId: "42" });
  });

  test.each(["", "x", "a.b.c", `${btoa('{"alg":"none"}')}.${btoa("{}")}.`])(
    "is refused when it is no token: %j",
    async (text) => {
      const verified = await tokens.verify(text, AUDIENCE);
      expect(verified).toEqual({ ok: false, refusal: "results-token-refused" });
    },
  );
});

describe("the issuer's keys", () => {
  test("are fetched once for many tokens", async () => {
    const before = issuer.fetched();
    for (let n = 0; n < 5; n += 1) await verify();
    expect(issuer.fetched() - before).toBe(1);
  });

  test.each([
    ["cannot be had", 500, ""],
    ["are no keys", 200, "hello"],
    ["are too many to be keys", 200, " ".repeat(300_000)],
    ["are somewhere else", 302, ""],
  ])("say nothing of a token when they %s", async (_what, status, body) => {
    issuer.answer = () => ({ status, body });
    expect(await verify()).toBe("dependency-failed");
    issuer.answer = undefined;
    tokens = openJobTokens(issuer.url, { now: () => instant(NOW) });
    expect(await verify()).toMatchObject({ runId: "42" });
  });
});
