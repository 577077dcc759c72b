import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runOmega } from "../../src/local/demo/program.ts";
import { exportRecord, readRecord } from "../../src/local/demo/record.ts";
import { startApp } from "../../src/local/demo/app-process.ts";
import { REPOSITORY, TEMPLATES } from "../../src/local/demo/world.ts";
import { startTraffic, type Traffic } from "../../src/local/traffic/driver.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { until } from "../support/until.ts";

const MINUTES = 240_000;
const CHECK_RUNS = "/repos/{owner}/{repo}/check-runs";

let desk: Desk;
let traffic: Traffic | undefined;

beforeAll(async () => {
  desk = await openDesk({ start: startApp });
});

afterAll(async () => {
  await traffic?.stop();
  desk.github.faults.clear();
  await desk.close();
});

type Barrier = Parameters<Desk["github"]["faults"]["hold"]>[0];

/**
 * Kills the app while GitHub holds one of its requests, then starts it again. A request held
 * "before" dies with the app; one held "after" was performed, and its answer never arrives.
 */
async function killAt(barrier: Barrier, when: "before" | "after", act: () => Promise<unknown>) {
  const held = desk.github.faults.hold({ actor: "agent-omega[bot]", ...barrier }, when);
  await act();
  await held.arrived;
  await desk.restartApp();
}

const named = (name: string) => (body: unknown) =>
  typeof body === "object" && body !== null && "name" in body && body.name === name;

async function proposeAs(folder: string, branch: string): Promise<number> {
  return desk.propose({ ...(await desk.scenario(folder)), branch });
}

/** Everything that must stand on GitHub exactly once. */
async function expectNothingTwice(pull: number): Promise<void> {
  const { rest } = desk.steward.octokit;
  const at = { ...REPOSITORY, per_page: 100 };
  const { data } = await rest.pulls.get({ ...at, pull_number: pull });
  const runs = await rest.checks.listForRef({ ...at, ref: data.head.sha, filter: "all" });
  const names = runs.data.check_runs.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  const comments = await rest.issues.listComments({ ...at, issue_number: pull });
  expect(comments.data.filter(({ user }) => user?.type === "Bot")).toHaveLength(1);
  const reviews = await rest.pulls.listReviews({ ...at, pull_number: pull });
  expect(reviews.data.length).toBeLessThanOrEqual(1);
  const deployments = await rest.repos.listDeployments({ ...at, sha: data.head.sha });
  const environments = deployments.data.map(({ environment }) => environment);
  expect(environments).toEqual([...new Set(environments)]);
}

describe("an app killed without warning and started again", () => {
  it(
    "loses no delivery that it had accepted and not begun",
    async () => {
      let pull = 0;
      await killAt(
        { method: "GET", route: "/repositories/{repository_id}" },
        "before",
        async () => {
          pull = await proposeAs("touch-governance", "killed-after-inbox");
        },
      );

      await desk.see(pull, ({ state }) => state === "rejected");
      await expectNothingTwice(pull);
    },
    MINUTES,
  );

  it(
    "finds the check run whose id it never heard",
    async () => {
      let pull = 0;
      await killAt({ method: "POST", route: CHECK_RUNS }, "after", async () => {
        pull = await proposeAs("broken-reference", "killed-after-check");
      });

      await desk.see(pull, ({ state }) => state === "rejected");
      await expectNothingTwice(pull);
    },
    MINUTES,
  );

  it(
    "finds the summary and the review that it never heard of",
    async () => {
      let pull = 0;
      const comments = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
      await killAt({ method: "POST", route: comments }, "after", async () => {
        pull = await proposeAs("touch-governance", "killed-after-comment");
      });
      await desk.see(pull, ({ state }) => state === "rejected");
      await expectNothingTwice(pull);

      const reviews = "/repos/{owner}/{repo}/pulls/{pull_number}/reviews";
      await killAt({ method: "POST", route: reviews }, "after", async () => {
        pull = await proposeAs("touch-governance", "killed-after-review");
      });
      await desk.see(pull, ({ state }) => state === "rejected");
      await expectNothingTwice(pull);
    },
    MINUTES,
  );

  it(
    "promotes a mutation once, killed after its decision, its deployment, in its canary and at its merge",
    async () => {
      let pull = 0;
      const decided = { method: "POST", route: CHECK_RUNS, body: named("omega / evaluation") };
      await killAt(decided, "before", async () => {
        pull = await proposeAs("improve-classifier", "killed-all-along");
      });
      await desk.see(pull, ({ state }) => state === "accepted");

      traffic = await startTraffic({
        appUrl: () => desk.app.url,
        gitHubToken: desk.github.tokenFor("dana"),
        repositoryId: desk.repositoryId,
        system: "triage",
        items: join(TEMPLATES, "traffic"),
      });
      const deployments = "/repos/{owner}/{repo}/deployments";
      await killAt({ method: "POST", route: deployments }, "after", () =>
        desk.command(pull, "shadow"),
      );
      const offers =
        (command: string) =>
        ({ texts }: { texts: Readonly<Record<string, string>> }) =>
          texts["omega / release"]?.includes(`omega:${command}`) === true;
      await desk.see(pull, offers("canary"));

      await desk.command(pull, "canary");
      const before = traffic.counts().candidate;
      await until(() => (traffic?.counts().candidate ?? 0) > before + 20);
      await desk.restartApp();
      await desk.see(pull, offers("promote"));

      const merge = "/repos/{owner}/{repo}/pulls/{pull_number}/merge";
      await killAt({ method: "PUT", route: merge }, "after", () => desk.command(pull, "promote"));
      const promoted = await desk.see(pull, ({ state }) => state === "promoted");

      expect(promoted.isMerged).toBe(true);
      await expectNothingTwice(pull);
      const file = await exportRecord(desk, desk.github.tokenFor("dana"));
      const entries = (await readRecord(file)).filter(({ subject }) => subject.pull === pull);
      const count = (kind: string) => entries.filter((entry) => entry.kind === kind).length;
      expect({ decisions: count("decision"), pointers: count("pointer") }).toEqual({
        decisions: 1,
        pointers: 1,
      });
      expect((await runOmega(["verify", file])).code).toBe(0);
    },
    MINUTES,
  );
});

describe("a data directory", () => {
  it("is refused to a second process at once, which says who has it", async () => {
    const started = Date.now();
    const second = await runOmega(["serve"], { ...desk.environment, PORT: "0" });

    expect(second.code).toBe(1);
    expect(second.stderr).toContain("data-directory-locked");
    expect(second.stderr).toContain(String(desk.app.pid));
    // The promise is a second; starting the program itself takes part of the time measured here.
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});
