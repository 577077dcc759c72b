import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GitHubUser, gitHubUser } from "../../src/local/demo/github-user.ts";
import { REPOSITORY, TEMPLATES } from "../../src/local/demo/world.ts";
import { startTraffic, type Traffic } from "../../src/local/traffic/driver.ts";
import { type Desk, openDesk } from "../support/desk.ts";

const MINUTES = 240_000;
const CHARTER = ".omega/charter.yaml";

let desk: Desk;
let traffic: Traffic | undefined;

beforeAll(async () => {
  desk = await openDesk();
  await desk.steward.octokit.rest.repos.createRepoRuleset({
    ...REPOSITORY,
    name: "queue",
    enforcement: "active",
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [
      {
        type: "required_status_checks",
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: [
            { context: "omega / release", integration_id: desk.github.appId },
          ],
        },
      },
      {
        type: "merge_queue",
        parameters: {
          check_response_timeout_minutes: 60,
          grouping_strategy: "ALLGREEN",
          max_entries_to_build: 5,
          max_entries_to_merge: 1,
          merge_method: "MERGE",
          min_entries_to_merge: 1,
          min_entries_to_merge_wait_minutes: 0,
        },
      },
    ],
  });
}, MINUTES);
afterAll(async () => {
  await traffic?.stop();
  await desk.close();
});

function person(login: string): GitHubUser {
  const token = desk.github.tokenFor(login);
  return gitHubUser({ api: `${desk.github.url}/api/v3`, login, token });
}

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
    const { octokit } = person(login);
    await octokit.rest.pulls.createReview({ ...REPOSITORY, pull_number: pull, event: "APPROVE" });
  }
  await desk.see(pull, ({ state }) => state === "approved");
  return pull;
}

/** What pressing "Merge when ready" does. */
async function enqueue(pull: number): Promise<void> {
  const { data } = await desk.steward.octokit.rest.pulls.get({ ...REPOSITORY, pull_number: pull });
  await desk.steward.octokit.graphql(
    "mutation ($pull: ID!, $head: GitObjectID!) { enqueuePullRequest(input: {pullRequestId: $pull, expectedHeadOid: $head}) { mergeQueueEntry { id } } }",
    { pull: data.node_id, head: data.head.sha },
  );
}

describe("a branch that requires a merge queue", () => {
  it(
    "gets what was approved, and not what two approved heads make together",
    async () => {
      const people = await amend("people", "operators: [dana]", "operators: [dana, erin]");
      const soak = await amend("soak", "soak: PT2S", "soak: PT3S");

      await enqueue(people);
      await enqueue(soak);

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
      traffic = await startTraffic({
        appUrl: () => desk.app.url,
        gitHubToken: desk.github.tokenFor("dana"),
        repositoryId: desk.repositoryId,
        system: "triage",
        items: join(TEMPLATES, "traffic"),
      });
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
