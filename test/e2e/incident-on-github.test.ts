import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { World } from "../../src/compose.ts";
import { repositoryId } from "../../src/core/kernel/ids.ts";
import { REPOSITORY } from "../../src/local/demo/world.ts";
import {
  letAdminsPush,
  personOf,
  proposedBack,
  pushPast,
  runsOn,
  seenUntil,
} from "../support/around-the-app.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { startInProcess } from "../support/in-process-app.ts";
import { pushAndOpen } from "../support/push-tree.ts";

const TABLE = "systems/triage/data/shorthand.json";
const README = "README.md";

let desk: Desk;

beforeAll(async () => {
  const worlds: World[] = [];
  desk = await openDesk({
    start: (settings) => startInProcess(settings, (world) => worlds.push(world)),
  });
  await pushAndOpen(desk.proposer, {
    branch: "first",
    rows: [{ path: README, bytes: "Hello.\n" }],
  });
  // What was loosened before the app first looked at the branch is no loss that it could see.
  await seenUntil(
    async () =>
      worlds[0]?.ports.store.transact((tx) => tx.incidents.branch(repositoryId(desk.repositoryId))),
    (branch) => branch?.guard !== undefined,
  );
  await letAdminsPush(desk);
});

afterAll(() => desk.close());

const rest = () => desk.steward.octokit.rest;

async function tipOfMain(): Promise<string> {
  const { data } = await rest().git.getRef({ ...REPOSITORY, ref: "heads/main" });
  return data.object.sha;
}

describe("a push around the app", () => {
  it("shows on its commit, is proposed back once, and ends when that is merged", async () => {
    const before = await tipOfMain();
    const tip = await pushPast(desk, TABLE, "{}\n");
    await seenUntil(
      () => runsOn(desk, tip),
      (found) => found.includes("failure"),
    );
    // An administrator could push only after the rule for administrators was taken away. The app may
    // look at the branch between the two: then its loss shows on the commit before.
    await seenUntil(
      async () => [
        ...(await runsOn(desk, tip, "omega / guard")),
        ...(await runsOn(desk, before, "omega / guard")),
      ],
      (found) => found.includes("failure"),
    );
    const [pull] = await seenUntil(
      () => proposedBack(desk),
      (found) => found.length === 1,
    );
    expect(pull?.head).toMatch(/^omega\/put-back-[0-9a-f]{12}$/);
    const number = pull?.number ?? 0;
    await desk.see(number, ({ state }) => state === "approvals");

    await pushPast(desk, README, "Other words.\n");
    await rest().pulls.createReview({ ...REPOSITORY, pull_number: number, event: "APPROVE" });
    const approved = await desk.see(number, ({ state }) => state === "approved");
    expect(approved.checks["omega / release"]).toBe("success");
    expect(await proposedBack(desk)).toHaveLength(1);
    expect(await runsOn(desk, tip)).toEqual(["failure"]);

    const carol = personOf(desk, "carol").octokit.rest;
    await carol.pulls.merge({ ...REPOSITORY, pull_number: number });
    await seenUntil(
      () => runsOn(desk, tip),
      (found) => found[0] === "success",
    );
    const { data } = await rest().repos.getContent({ ...REPOSITORY, path: TABLE });
    expect(JSON.stringify(data)).not.toContain(Buffer.from("{}\n").toString("base64"));
  }, 120_000);
});

describe("a deployment of somebody else's", () => {
  it("in an environment of a roll-out shows on its commit", async () => {
    const sha = await tipOfMain();
    await rest().repos.createDeployment({
      ...REPOSITORY,
      ref: sha,
      environment: "triage/production",
      auto_merge: false,
      required_contexts: [],
    });

    const found = await seenUntil(
      () => runsOn(desk, sha),
      (runs) => runs.length > 0,
    );

    expect(found).toEqual(["failure"]);
  }, 60_000);
});
