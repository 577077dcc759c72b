import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enqueue, requireQueue } from "../../src/local/demo/merge-queue.ts";
import { REPOSITORY } from "../../src/local/demo/world.ts";
import type { Traffic } from "../../src/local/traffic/driver.ts";
import { personOf } from "../support/around-the-app.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { startLive } from "../support/live-traffic.ts";

const MINUTES = 240_000;
const CHARTER = ".omega/charter.yaml";

let desk: Desk;
let traffic: Traffic | undefined;

beforeAll(async () => {
  desk = await openDesk();
  await requireQueue(desk.steward, REPOSITORY, desk.github.appId);
}, MINUTES);
afterAll(async () => {
  await traffic?.stop();
  await desk.close();
});

async function amend(branch: string, from: string, to: string): Promise<number> {
  const answer = await desk.steward.octokit.rest.repos.getContent({ ...REPOSITORY, path: CHARTER });
  const charter = Buffer.from(String(Object(answer.data)["content"]), "base64").toString();
  expect(charter).toContain(from);
  const pull = await desk.propose({
    branch,
    title: branch,
    body: "An amendment.\n",
    files: new Map([[CHARTER, charter.replace(from, to)]]),
  });
  await desk.see(pull, ({ state }) => state === "approvals");
  for (const login of ["alice", "bob"]) {
    const { octokit } = personOf(desk, login);
    await octokit.rest.pulls.createReview({ ...REPOSITORY, pull_number: pull, event: "APPROVE" });
  }
  await desk.see(pull, ({ state }) => state === "approved");
  return pull;
}

describe("a branch that requires a merge queue", () => {
  it(
    "gets what was approved, and not what two approved heads make together",
    async () => {
      const people = await amend("people", "operators: [dana]", "operators: [dana, erin]");
      const soak = await amend("soak", "soak: PT2S", "soak: PT3S");

      await enqueue(desk.steward, REPOSITORY, people);
      await enqueue(desk.steward, REPOSITORY, soak);

      await desk.see(people, ({ isMerged }) => isMerged);
      expect(queueChecks()).toEqual(["success", "failure"]);
      expect((await desk.look(soak)).isOpen).toBe(true);
    },
    MINUTES,
  );

  it(
    "gets a promotion through its queue, by the decided head",
    async () => {
      const pull = await desk.propose(await desk.scenario("improve-classifier"));
      await desk.see(pull, ({ state }) => state === "accepted");
      traffic = await startLive(desk);
      for (const [stage, next] of [
        ["shadow", "omega:canary"],
        ["canary", "omega:promote"],
      ] as const) {
        await desk.command(pull, stage);
        await desk.see(pull, ({ texts }) => texts["omega / release"]?.includes(next) === true);
      }
      let enqueued = 0;
      const stop = desk.github.onExchange(({ route, requestBody }) => {
        const { query = "" } = Object(requestBody);
        if (route === "/graphql" && String(query).includes("enqueuePullRequest")) enqueued += 1;
      });
      await desk.command(pull, "promote");

      const promoted = await desk.see(pull, ({ state }) => state === "promoted");
      expect(promoted.isMerged).toBe(true);
      stop();
      expect(enqueued).toBe(1);
      expect(queueChecks().at(-1)).toBe("success");
    },
    MINUTES,
  );
});

/** How the release check of each group was concluded, oldest first. */
function queueChecks(): readonly (string | undefined)[] {
  const runs = desk.github.world.repositories.get(desk.repositoryId)?.checkRuns.values() ?? [];
  return [...runs]
    .filter(({ externalId }) => externalId.startsWith("group/"))
    .map(({ conclusion }) => conclusion);
}
