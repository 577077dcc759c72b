import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApp } from "../../src/local/demo/app-process.ts";
import { type Ran, runOmega } from "../../src/local/demo/program.ts";
import type { Traffic } from "../../src/local/traffic/driver.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { startLive } from "../support/live-traffic.ts";
import {
  countPromotions,
  expectNothingTwice,
  expectOneStory,
  verifiedRecord,
} from "../support/nothing-twice.ts";
import { until } from "../support/until.ts";

const MINUTES = 240_000;
const CHECK_RUNS = "/repos/{owner}/{repo}/check-runs";

let desk: Desk;
let traffic: Traffic | undefined;
const pulls: number[] = [];

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
 * "before" dies with the app; one held "after" was performed, and its answer never arrives. Says
 * when that was.
 */
async function killAt(
  barrier: Barrier,
  when: "before" | "after",
  act: () => Promise<unknown>,
): Promise<number> {
  const held = desk.github.faults.hold({ actor: "agent-omega[bot]", ...barrier }, when);
  await act();
  await held.arrived;
  const arrivedAt = Date.now();
  await desk.restartApp();
  return arrivedAt;
}

const named = (name: string) => (body: unknown) =>
  typeof body === "object" && body !== null && "name" in body && body.name === name;

async function proposeAs(folder: string, branch: string): Promise<number> {
  const pull = await desk.propose({ ...(await desk.scenario(folder)), branch });
  pulls.push(pull);
  return pull;
}

describe("an app killed without warning and started again", () => {
  it(
    "loses no delivery that it had accepted and not begun",
    async () => {
      let pull = 0;
      await killAt({ path: /^\/(?:graphql|repositories\/\d+)$/ }, "before", async () => {
        pull = await proposeAs("touch-governance", "killed-after-inbox");
      });

      await desk.see(pull, ({ state }) => state === "rejected");
      await expectNothingTwice(desk, pull);
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
      await expectNothingTwice(desk, pull);
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
      await expectNothingTwice(desk, pull);

      const reviews = "/repos/{owner}/{repo}/pulls/{pull_number}/reviews";
      await killAt({ method: "POST", route: reviews }, "after", async () => {
        pull = await proposeAs("touch-governance", "killed-after-review");
      });
      await desk.see(pull, ({ state }) => state === "rejected");
      await expectNothingTwice(desk, pull);
    },
    MINUTES,
  );

  it(
    "promotes a mutation once, killed after its decision, its deployment, in its canary and at its merge",
    async () => {
      let pull = 0;
      const decided = { method: "POST", route: CHECK_RUNS, body: named("omega / decision") };
      const decidedBy = await killAt(decided, "before", async () => {
        pull = await proposeAs("improve-classifier", "killed-all-along");
      });
      await desk.see(pull, ({ state }) => state === "accepted");

      traffic = await startLive(desk);
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
      await expectNothingTwice(desk, pull);
      expect(await countPromotions(desk)).toBe(1);
      const record = await verifiedRecord(desk);
      for (const each of pulls) expectOneStory(record, each);
      const told = (kind: string) => record.filter((entry) => entry.kind === kind);
      // The first belongs to no pull request: what stood on main when the system was first seen.
      expect(told("pointer").map(({ subject }) => subject.pull)).toEqual([undefined, pull]);
      const decision = told("decision").find(({ subject }) => subject.pull === pull);
      expect(decision?.at).toBeLessThanOrEqual(decidedBy);
    },
    MINUTES,
  );
});

/** The quickest of three, because a busy machine says nothing about the program. */
async function quickest(run: () => Promise<Ran>): Promise<{ ran: Ran; took: number }> {
  const tries = [];
  for (let round = 0; round < 3; round += 1) {
    const began = performance.now();
    tries.push({ ran: await run(), took: performance.now() - began });
  }
  return tries.reduce((best, one) => (one.took < best.took ? one : best));
}

describe("a data directory", () => {
  const second = () => runOmega(["serve"], { ...desk.environment, PORT: "0" });

  it("is refused to a second process within a second of its start, naming who has it", async () => {
    const starting = await quickest(() => runOmega(["--version"]));
    const refused = await quickest(second);

    expect(refused.ran.code).toBe(1);
    expect(refused.ran.stderr).toContain("data-directory-locked");
    expect(refused.ran.stderr).toContain(`process ${desk.app.pid} `);
    expect(refused.took - starting.took).toBeLessThan(1_000);
  });

  it("passes to the next process once its holder was killed", async () => {
    const killed = desk.app.pid;
    await desk.restartApp();

    expect(desk.app.pid).not.toBe(killed);
    expect((await second()).stderr).toContain(`process ${desk.app.pid} `);
  });
});
