import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GitHubUser, gitHubUser } from "../../src/local/demo/github-user.ts";
import { REPOSITORY, TEMPLATES } from "../../src/local/demo/world.ts";
import { commitRows, pushAndOpen } from "../support/push-tree.ts";
import { openRealDesk, type RealDesk } from "../support/real-desk.ts";

const CHARTER = ".omega/charter.yaml";
const starter = await readFile(join(TEMPLATES, "starter", CHARTER), "utf8");

let desk: RealDesk;

beforeAll(async () => {
  desk = await openRealDesk();
});

afterAll(() => desk.close());

function person(login: string): GitHubUser {
  const token = desk.github.tokenFor(login);
  return gitHubUser({ api: `${desk.github.url}/api/v3`, login, token });
}

const charterWith = (proposals: number): string =>
  starter.replace(/proposals: \d+/, `proposals: ${proposals}`);

/** Opens an amendment of the charter in somebody's name. */
async function amend(author: string, proposals: number): Promise<number> {
  const rows = [{ path: CHARTER, bytes: charterWith(proposals) }];
  const branch = `amend-${proposals}`;
  return (await pushAndOpen(person(author), { branch, rows })).number;
}

async function review(login: string, pull: number, event: "APPROVE" | "REQUEST_CHANGES") {
  const { data } = await person(login).octokit.rest.pulls.createReview({
    ...REPOSITORY,
    pull_number: pull,
    event,
    body: "I have read it.",
  });
  return data.id;
}

async function mergedBy(user: GitHubUser, pull: number): Promise<number> {
  const answer = user.octokit.rest.pulls.merge({ ...REPOSITORY, pull_number: pull });
  return answer.then(
    ({ status }) => status,
    (fault: unknown) => Number(Object(fault)["status"]),
  );
}

describe("an amendment", () => {
  it("waits for two stewards besides its author, and is then anybody's to merge", async () => {
    const pull = await amend("carol", 21);
    const waiting = await desk.see(pull, ({ state }) => state === "approvals");
    expect(waiting.checks["omega / release"]).toBe("action_required");
    expect(await mergedBy(desk.steward, pull)).toBe(405);

    await review("alice", pull, "APPROVE");
    await review("dana", pull, "APPROVE");
    await settled(pull);
    expect((await desk.look(pull)).state).toBe("approvals");

    await review("bob", pull, "APPROVE");
    const approved = await desk.see(pull, ({ state }) => state === "approved");
    expect(approved.checks["omega / release"]).toBe("success");
    expect(await mergedBy(desk.steward, pull)).toBe(200);
  });

  it("does not count what its author pushed to somebody else's branch approves", async () => {
    const pull = await amend("triage-bot[bot]", 22);
    await desk.see(pull, ({ state }) => state === "approvals");
    await push(person("bob"), { pull, proposals: 23 });
    await review("alice", pull, "APPROVE");
    await review("bob", pull, "APPROVE");
    await settled(pull);
    expect((await desk.look(pull)).state).toBe("approvals");

    await review("carol", pull, "APPROVE");

    await desk.see(pull, ({ state }) => state === "approved");
  });

  it("waits again after a push, and after an approval is taken back", async () => {
    const pull = await amend("triage-bot[bot]", 24);
    await desk.see(pull, ({ state }) => state === "approvals");
    await review("alice", pull, "APPROVE");
    await review("bob", pull, "APPROVE");
    await desk.see(pull, ({ state }) => state === "approved");

    await push(desk.proposer, { pull, proposals: 25 });

    const pushed = await desk.see(pull, ({ state }) => state === "approvals");
    expect(pushed.checks["omega / release"]).toBe("action_required");
    await review("carol", pull, "APPROVE");
    await review("bob", pull, "APPROVE");
    await desk.see(pull, ({ state }) => state === "approved");

    await review("bob", pull, "REQUEST_CHANGES");

    const doubted = await desk.see(pull, ({ state }) => state === "approvals");
    expect(doubted.checks["omega / release"]).toBe("action_required");
    expect(await mergedBy(desk.steward, pull)).toBe(405);
  });
});

/** Another commit on the pull request's branch. */
async function push(
  user: GitHubUser,
  { pull, proposals }: { readonly pull: number; readonly proposals: number },
): Promise<void> {
  const { git, pulls } = user.octokit.rest;
  const { data } = await pulls.get({ ...REPOSITORY, pull_number: pull });
  const branch = data.head.ref;
  const rows = [{ path: CHARTER, bytes: charterWith(proposals) }];
  const sha = await commitRows(user, data.head.sha, { branch, rows });
  await git.updateRef({ ...REPOSITORY, ref: `heads/${branch}`, sha });
}

/** Until the app has looked at everything that was told to it: a later pull request is through. */
async function settled(pull: number): Promise<void> {
  await desk.github.deliveries.settled();
  const later = await desk.propose({
    ...(await desk.scenario("docs-only")),
    branch: `docs-${pull}-${Date.now()}`,
  });
  await desk.see(later, ({ checks }) => checks["omega / release"] === "success");
}
