import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { observeOutcome } from "../../src/core/rollout/observe-outcome.ts";
import { renderStatusTable } from "../../src/core/prose/status-table.ts";
import { INSTALLATION } from "../support/bench-repository.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { forgeOfReaders } from "../support/readers.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";
import { statusRoutes } from "../../src/surfaces/api/status.ts";

let store: OpenedStore;
let bench: WatchedBench;

beforeAll(async () => {
  store = await openEmptyStore();
  bench = await openWatchedBench(store);
  await store.transact((tx) => tx.systems.rememberInstallation(bench.repository.id, INSTALLATION));
});
afterAll(() => store.close());

async function ask(person: string | undefined): Promise<Response> {
  const app = statusRoutes({ store, forge: forgeOfReaders({ alice: "read", mallory: "none" }) });
  const headers = person === undefined ? {} : { authorization: `Bearer token-of-${person}` };
  return app.request(`/api/v1/repositories/${bench.repository.id}/status`, { headers });
}

type Shown = Parameters<typeof renderStatusTable>[0];

async function shownTo(person: string): Promise<Shown> {
  const answer = await ask(person);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Shown;
}

describe("what is under way in a repository", () => {
  it("is nothing at first, and said so", async () => {
    const shown = await shownTo("alice");

    expect(shown).toEqual({ open: [], incidents: [] });
    expect(renderStatusTable(shown)).toBe("Nothing is under way.");
  });

  it("names the stage, its evidence, and who can unblock it", async () => {
    await bench.inCanary();
    const rollout = await bench.rollout(1);
    if (rollout === undefined) throw new Error("no roll-out");
    const metrics = { resolved: 1, latency_ms: 5, violation: 0 };
    const health = observeOutcome(rollout, { variant: "candidate", metrics });
    await store.transact((tx) => tx.rollouts.save({ ...rollout, health }));

    const shown = await shownTo("alice");

    expect(shown.open).toMatchObject([
      {
        pull: 1,
        system: "triage",
        state: "canary",
        share: 25,
        units: 1,
        reason_code: "canary-passed",
        unblocked_by: expect.stringContaining("operator"),
        evidence: expect.arrayContaining([expect.objectContaining({ metric: "resolved" })]),
      },
    ]);
    expect(renderStatusTable(shown)).toContain("#1 triage: canary, 25 % of live units");
    expect(shown.open[0]).toMatchObject({ holds_until: expect.stringContaining("T") });
    expect(renderStatusTable(shown)).toContain("has the system, and loses it on");
  });

  it("names the place of what waits for another to let go of its system", async () => {
    const definition = "systems/triage/system.yaml";
    const text = (bench.starter[definition] ?? "").replace("value: 1.5", "value: 1.7");
    bench.propose(2, { ...bench.starter, [definition]: text });
    await bench.seed(2, { state: "accepted" });

    const shown = await shownTo("alice");

    expect(shown.open[1]).toMatchObject({ pull: 2, behind: { pull: 1, place: 1 } });
    expect(renderStatusTable(shown)).toContain("number 1 in line behind #1");
  });

  it("names what keeps a system from advancing", async () => {
    bench.pushPast({ "systems/triage/data/shorthand.json": "{}\n" });
    await bench.watch();

    const shown = await shownTo("alice");

    expect(shown.incidents).toMatchObject([{ reason_code: "changed-around", freezes: ["triage"] }]);
    expect(renderStatusTable(shown)).toContain("! triage does not advance");
  });

  it.each([
    ["nobody", undefined, 401],
    ["somebody whom GitHub does not let read", "mallory", 404],
  ])("is not told to %s", async (...[, person, status]) => {
    expect((await ask(person)).status).toBe(status);
  });
});
