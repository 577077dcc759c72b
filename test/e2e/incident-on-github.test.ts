import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GitHubUser, gitHubUser } from "../../src/local/demo/github-user.ts";
import { REPOSITORY } from "../../src/local/demo/world.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { commitRows, pushAndOpen } from "../support/push-tree.ts";

const TABLE = "systems/triage/data/shorthand.json";
const README = "README.md";

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
  // The app has seen this pull request, so it has looked at the branch as well.
  const { number } = await pushAndOpen(desk.proposer, {
    branch: "first",
    rows: [{ path: README, bytes: "Hello.\n" }],
  });
  await desk.see(number, ({ checks }) => checks["omega / release"] === "success");
  await desk.steward.octokit.rest.repos.updateBranchProtection({
    ...REPOSITORY,
    branch: "main",
    required_status_checks: {
      strict: false,
      contexts: [],
      checks: [{ context: "omega / release", app_id: desk.github.appId }],
    },
    enforce_admins: false,
    required_pull_request_reviews: null,
    restrictions: null,
  });
});

afterAll(() => desk.close());

const rest = () => desk.steward.octokit.rest;

function person(login: string): GitHubUser {
  const token = desk.github.tokenFor(login);
  return gitHubUser({ api: `${desk.github.url}/api/v3`, login, token });
}

/** An admin pushes straight to the default branch. */
async function pushPast(path: string, bytes: string): Promise<string> {
  const main = await rest().git.getRef({ ...REPOSITORY, ref: "heads/main" });
  const head = await commitRows(desk.steward, main.data.object.sha, {
    branch: "main",
    rows: [{ path, bytes }],
  });
  await rest().git.updateRef({ ...REPOSITORY, ref: "heads/main", sha: head });
  return head;
}

async function incidentsOn(
  sha: string,
  check = "omega / incident",
): Promise<readonly (string | null)[]> {
  const { data } = await rest().checks.listForRef({ ...REPOSITORY, ref: sha, per_page: 100 });
  return data.check_runs.filter(({ name }) => name === check).map(({ conclusion }) => conclusion);
}

async function proposed(): Promise<readonly { readonly number: number; readonly head: string }[]> {
  const { data } = await rest().pulls.list({ ...REPOSITORY, state: "open", per_page: 100 });
  return data
    .filter(({ title }) => title.startsWith("Put back"))
    .map(({ number, head }) => ({ number, head: head.ref }));
}

/** Looks until it holds; the test's own limit ends it. */
async function seen<Value>(look: () => Promise<Value>, holds: (value: Value) => boolean) {
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

describe("a push around the app", () => {
  it("shows on its commit, is proposed back once, and ends when that is merged", async () => {
    const tip = await pushPast(TABLE, "{}\n");
    await seen(
      () => incidentsOn(tip),
      (found) => found.includes("failure"),
    );
    // An administrator could push only after the rule for administrators was taken away.
    await seen(
      () => incidentsOn(tip, "omega / guard"),
      (found) => found.includes("failure"),
    );
    const [pull] = await seen(proposed, (found) => found.length === 1);
    expect(pull?.head).toMatch(/^omega\/put-back-[0-9a-f]{12}$/);
    const number = pull?.number ?? 0;
    await desk.see(number, ({ state }) => state === "approvals");

    await pushPast(README, "Other words.\n");
    await rest().pulls.createReview({ ...REPOSITORY, pull_number: number, event: "APPROVE" });
    const approved = await desk.see(number, ({ state }) => state === "approved");
    expect(approved.checks["omega / release"]).toBe("success");
    expect(await proposed()).toHaveLength(1);
    expect(await incidentsOn(tip)).toEqual(["failure"]);

    await person("carol").octokit.rest.pulls.merge({ ...REPOSITORY, pull_number: number });
    await seen(
      () => incidentsOn(tip),
      (found) => found[0] === "success",
    );
    const { data } = await rest().repos.getContent({ ...REPOSITORY, path: TABLE });
    expect(JSON.stringify(data)).not.toContain(Buffer.from("{}\n").toString("base64"));
  }, 120_000);
});

describe("a deployment of somebody else's", () => {
  it("in an environment of a roll-out shows on its commit", async () => {
    const main = await rest().git.getRef({ ...REPOSITORY, ref: "heads/main" });
    const { sha } = main.data.object;
    await rest().repos.createDeployment({
      ...REPOSITORY,
      ref: sha,
      environment: "triage/production",
      auto_merge: false,
      required_contexts: [],
    });

    const found = await seen(
      () => incidentsOn(sha),
      (runs) => runs.length > 0,
    );

    expect(found).toEqual(["failure"]);
  }, 60_000);
});
