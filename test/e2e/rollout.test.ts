import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPOSITORY } from "../../src/local/demo/world.ts";
import type { Traffic } from "../../src/local/traffic/driver.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { startLive } from "../support/live-traffic.ts";

const MINUTES = 180_000;

let desk: Desk;
let traffic: Traffic | undefined;

beforeAll(async () => {
  desk = await openDesk();
});

afterAll(async () => {
  await traffic?.stop();
  await desk.close();
});

/** Puts a command label and waits until it was answered: obeyed or not, it is taken off. */
async function answered(pull: number, command: string): Promise<string> {
  const before = (await desk.look(pull)).comments[0] ?? "";
  await desk.command(pull, command);
  const seen = await desk.see(
    pull,
    ({ labels, comments }) => !labels.includes(`omega:${command}`) && comments[0] !== before,
  );
  return seen.comments[0] ?? "";
}

describe("an accepted mutation", () => {
  it(
    "goes through shadow and canary to production by its operator's labels, and no other way",
    async () => {
      const pull = await desk.propose(await desk.scenario("improve-classifier"));
      const accepted = await desk.see(pull, ({ state }) => state === "accepted");
      expect(accepted.checks["omega / release"]).toBe("action_required");
      await expect(
        desk.steward.octokit.rest.pulls.merge({ ...REPOSITORY, pull_number: pull }),
      ).rejects.toMatchObject({ status: 405 });

      expect(await answered(pull, "promote")).toContain("command-out-of-order");
      traffic = await startLive(desk);
      await answered(pull, "shadow");
      expect(await answered(pull, "canary")).toContain("command-out-of-order");
      await desk.see(
        pull,
        ({ texts }) => texts["omega / release"]?.includes("omega:canary") === true,
      );
      await answered(pull, "hold");
      await desk.see(pull, ({ state }) => state === "held");
      await answered(pull, "canary");
      await desk.see(
        pull,
        ({ texts }) => texts["omega / release"]?.includes("omega:promote") === true,
      );
      await desk.command(pull, "promote");

      const promoted = await desk.see(pull, ({ state }) => state === "promoted");
      expect(promoted.isMerged).toBe(true);
      expect(promoted.checks["omega / release"]).toBe("success");
      expect(promoted.comments).toHaveLength(1);
    },
    MINUTES,
  );

  it(
    "is rolled back by live outcomes, and nothing is merged",
    async () => {
      const pull = await desk.propose(await desk.scenario("looks-good-fails-live"));
      await desk.see(pull, ({ state }) => state === "accepted");
      await answered(pull, "shadow");
      await desk.see(
        pull,
        ({ texts }) => texts["omega / release"]?.includes("omega:canary") === true,
      );
      await desk.command(pull, "canary");

      const seen = await desk.see(pull, ({ state }) => state === "rolled-back");

      expect(seen.isMerged).toBe(false);
      expect(seen.checks["omega / release"]).toBe("action_required");
      expect(seen.comments[0]).toContain("canary-breach");
    },
    MINUTES,
  );

  it("that was promoted is lawful on the default branch", async () => {
    const { data } = await desk.steward.octokit.rest.checks.listForRef({
      ...REPOSITORY,
      ref: "main",
    });
    expect(data.check_runs.map(({ name }) => name)).not.toContain("omega / incident");
  });
});
