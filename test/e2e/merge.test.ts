import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GitHubUser, gitHubUser } from "../../src/local/demo/github-user.ts";
import { REPOSITORY } from "../../src/local/demo/world.ts";
import type { Traffic } from "../../src/local/traffic/driver.ts";
import { installOtherApp } from "../support/other-app.ts";
import { commitRows } from "../support/push-tree.ts";
import { openRealDesk, type RealDesk, troubleIn } from "../support/real-desk.ts";
import { startLive } from "../support/live-traffic.ts";

const MINUTES = 180_000;

let desk: RealDesk;
let traffic: Traffic | undefined;
let pull: number;

beforeAll(async () => {
  desk = await openRealDesk();
  pull = await desk.propose(await desk.scenario("improve-classifier"));
  await desk.see(pull, ({ state }) => state === "accepted");
}, MINUTES);

afterAll(async () => {
  await traffic?.stop();
  await desk.close();
});

/** GitHub's answer to somebody who presses the merge button. */
async function mergedBy(user: GitHubUser, number: number): Promise<number> {
  const wanted = { ...REPOSITORY, pull_number: number };
  const answer = user.octokit.rest.pulls.merge(wanted).then(({ status }) => status);
  return answer.catch((fault: unknown) => Number(Object(fault)["status"]));
}

/** Puts a command label and waits for the answer in the sticky comment, and for the label to go. */
async function answered(user: GitHubUser, command: string): Promise<string> {
  const before = (await desk.look(pull)).comments[0] ?? "";
  const label = `omega:${command}`;
  await user.octokit.rest.issues.addLabels({ ...REPOSITORY, issue_number: pull, labels: [label] });
  const seen = await desk.see(
    pull,
    ({ labels, comments }) => !labels.includes(label) && comments[0] !== before,
  );
  expect(seen.comments).toHaveLength(1);
  return seen.comments[0] ?? "";
}

function person(login: string): GitHubUser {
  return gitHubUser({
    api: `${desk.github.url}/api/v3`,
    login,
    token: desk.github.tokenFor(login),
  });
}

async function giveRole(username: string, permission: string): Promise<void> {
  desk.github.createUser(username);
  const { repos } = desk.steward.octokit.rest;
  await repos.addCollaborator({ ...REPOSITORY, username, permission });
}

describe("an accepted mutation that was not yet promoted", () => {
  it("cannot be merged by its author, an operator or an admin", async () => {
    for (const user of [desk.proposer, desk.operator, desk.steward]) {
      expect(await mergedBy(user, pull), user.login).toBe(405);
    }
  });

  it("cannot be merged on a commit status or another app's check of the required name", async () => {
    const { head } = await desk.look(pull);
    const other = await installOtherApp(desk.github, "kind-ci");
    await desk.steward.octokit.rest.repos.createCommitStatus({
      ...REPOSITORY,
      sha: head,
      state: "success",
      context: "omega / release",
    });
    const forged = await other.octokit.rest.checks.create({
      ...REPOSITORY,
      name: "omega / release",
      head_sha: head,
      status: "completed",
      conclusion: "success",
    });
    expect(forged.status).toBe(201);

    expect(await mergedBy(desk.steward, pull)).toBe(405);
  });

  it("obeys no label of somebody who may only triage", async () => {
    await giveRole("tess", "triage");
    expect(await answered(person("tess"), "promote")).toContain("command-not-permitted");
  });

  it("obeys no label of an operator who may only triage by now", async () => {
    await giveRole("dana", "triage");

    expect(await answered(desk.operator, "shadow")).toMatch(/`dana`.*command-not-permitted/);

    await giveRole("dana", "maintain");
  });

  it("cannot skip shadow and canary", async () => {
    expect(await answered(desk.operator, "promote")).toContain("command-out-of-order");
    expect(await answered(desk.operator, "canary")).toContain("command-out-of-order");
    expect((await desk.look(pull)).state).toBe("accepted");
  });
});

describe("a push over an accepted mutation", () => {
  it(
    "voids its decision and its roll-out, and takes the new head through the gates",
    async () => {
      const before = await desk.look(pull);
      expect(await answered(desk.operator, "shadow")).toContain("command-obeyed");
      await expect.poll(() => stageOf(before.head, "shadow")).toBe("in_progress");
      // The label's webhook comes after the push's: whoever put it saw another head.
      desk.github.faults.injectDelivery(
        { event: "pull_request", action: "labeled" },
        { kind: "reordered" },
      );
      await desk.operator.octokit.rest.issues.addLabels({
        ...REPOSITORY,
        issue_number: pull,
        labels: ["omega:canary"],
      });
      const head = await forcePush("broken-reference");

      const seen = await desk.see(
        pull,
        ({ state, comments }) =>
          state === "rejected" && comments[0]?.includes("command-stale") === true,
      );

      expect(seen.head).toBe(head);
      expect(seen.labels).not.toContain("omega:canary");
      expect(seen.checks["omega / validation"]).toBe("failure");
      expect(seen.checks["omega / release"]).toBe("failure");
      expect(await mergedBy(desk.steward, pull)).toBe(405);
      await expect.poll(() => stageOf(before.head, "shadow")).toBe("inactive");
    },
    MINUTES,
  );
});

/** Replaces the branch by one commit on `main`, as `git push --force` would. */
async function forcePush(folder: string): Promise<string> {
  const { branch, files } = await desk.scenario(folder);
  const { git } = desk.proposer.octokit.rest;
  const main = await git.getRef({ ...REPOSITORY, ref: "heads/main" });
  const rows = [...files].map(([path, bytes]) => ({ path, bytes }));
  const sha = await commitRows(desk.proposer, main.data.object.sha, { branch, rows });
  await git.updateRef({ ...REPOSITORY, ref: "heads/improve-classifier", sha, force: true });
  return sha;
}

/** What GitHub's Deployments view says of a stage of this commit. */
async function stageOf(sha: string, stage: string): Promise<string | undefined> {
  const { repos } = desk.operator.octokit.rest;
  const environment = `triage/${stage}`;
  const { data } = await repos.listDeployments({ ...REPOSITORY, sha, environment });
  const deployment_id = data.at(0)?.id;
  if (deployment_id === undefined) return undefined;
  const statuses = await repos.listDeploymentStatuses({ ...REPOSITORY, deployment_id });
  return statuses.data.at(0)?.state;
}

describe("the same change, proposed again", () => {
  it(
    "is merged by the app once its canary passed and its operator promotes it",
    async () => {
      const proposal = await desk.scenario("improve-classifier");
      pull = await desk.propose({ ...proposal, branch: "improve-again" });
      const { head } = await desk.see(pull, ({ state }) => state === "accepted");
      traffic = await startLive(desk);
      await answered(desk.operator, "shadow");
      await expect.poll(() => stageOf(head, "shadow"), POLLING).toBe("success");
      await answered(desk.operator, "canary");
      await expect.poll(() => stageOf(head, "canary"), POLLING).toBe("success");
      expect(await mergedBy(desk.steward, pull)).toBe(405);

      await answered(desk.operator, "promote");

      const promoted = await desk.see(pull, ({ state }) => state === "promoted");
      expect(promoted.isMerged).toBe(true);
      const wanted = { ...REPOSITORY, pull_number: pull };
      const { data } = await desk.operator.octokit.rest.pulls.get(wanted);
      expect(data.merged_by?.login).toBe("agent-omega[bot]");
      expect(data.head.sha).toBe(head);
      await expect.poll(() => stageOf(head, "production"), POLLING).toBe("success");
      expect(troubleIn(desk.log)).toEqual([]);
    },
    MINUTES,
  );
});

const POLLING = { timeout: MINUTES, interval: 150 };
