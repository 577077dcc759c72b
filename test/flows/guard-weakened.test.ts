import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import type { Requirement } from "../../src/core/incident/release-guard.ts";
import { adoptionPath } from "../../src/core/prose/incidents.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

const RULESET: Requirement = { source: "ruleset 1", isPinned: true, bypass: [] };

let store: OpenedStore;
let bench: WatchedBench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openWatchedBench(store);
});

/** The app looks while the branch is guarded so. */
async function watchWith(guards: readonly Requirement[] | undefined): Promise<void> {
  bench.repository.guards = guards;
  await bench.watch();
}

describe("a ruleset that is removed", () => {
  it("is one incident with a failing check that says what is missing, however often it is seen", async () => {
    await watchWith([RULESET]);
    await watchWith([]);
    await watchWith([]);

    expect(await bench.codes()).toEqual(["guard-weakened"]);
    expect((await bench.entries())[0]?.body).toMatchObject({
      losses: ["not-required"],
      freezes: "repository",
    });
    const [check, ...others] = bench.performed("publish-check");
    expect(check).toMatchObject({
      sha: bench.repository.tip("main"),
      name: "omega / guard",
      conclusion: "failure",
      summary: expect.stringContaining("No ruleset and no branch protection requires"),
    });
    expect(others).toEqual([]);
    expect(bench.performed("propose-change")).toEqual([]);
  });

  it("keeps roll-outs from advancing until it is there again", async () => {
    await bench.inCanary();
    await watchWith([RULESET]);
    await watchWith([]);
    await bench.ask(1, "promote");
    await bench.look(1);
    expect(await bench.rollout(1)).toMatchObject({ state: "canary" });

    await watchWith([RULESET]);

    expect(await bench.codes()).toEqual(["guard-weakened", "incident-reverted"]);
    await bench.ask(1, "promote");
    await bench.look(1);
    expect(await bench.rollout(1)).toMatchObject({ state: "promoted" });
  });

  it("is another incident when it is removed again from the same commit", async () => {
    for (const guards of [[RULESET], [], [RULESET], []]) await watchWith(guards);

    expect(await bench.codes()).toEqual(["guard-weakened", "incident-reverted", "guard-weakened"]);
    expect(await bench.open()).toHaveLength(1);
  });

  it("is not for one steward to lift, but for their quorum to adopt", async () => {
    await watchWith([RULESET]);
    await watchWith([]);
    const [incident] = await bench.open();
    bench.propose(4, bench.scenario("improve-classifier"));
    await bench.look(4);
    await bench.ask(4, "lift", { actor: { id: 9, login: "alice", isBot: false } });
    await bench.look(4);
    expect(await bench.open()).toHaveLength(1);

    const adopted = { ...bench.starter, [adoptionPath(incident?.id ?? "")]: "We merge by hand.\n" };
    bench.propose(8, adopted);
    bench.approve(8, "alice", "bob", "carol");
    await bench.look(8);
    bench.merge(8, adopted);
    await bench.look(8);
    await bench.watch();

    expect(await bench.open()).toEqual([]);
    expect((await bench.codes()).at(-1)).toBe("incident-adopted");
    await bench.watch();
    expect(await bench.open()).toEqual([]);
  });
});

describe("a guard that only became thinner", () => {
  it.each([
    ["anybody's check will do", { isPinned: false }, "required from anybody"],
    ["somebody may bypass it", { bypass: ["Team 7"] }, "`Team 7`"],
  ])("is an incident where %s", async (...[, parts, sentence]) => {
    await watchWith([RULESET]);
    await watchWith([{ ...RULESET, ...parts }]);

    expect(await bench.codes()).toEqual(["guard-weakened"]);
    expect(bench.performed("publish-check")[0]?.summary).toContain(sentence);
  });

  it("is one incident more where it becomes thinner still", async () => {
    await watchWith([RULESET]);
    await watchWith([{ ...RULESET, bypass: ["Team 7"] }]);
    await watchWith([]);

    expect(await bench.codes()).toEqual([
      "guard-weakened",
      "guard-weakened",
      "incident-superseded",
    ]);
    expect(await bench.open()).toHaveLength(1);
  });
});

describe("nothing is concluded", () => {
  it("of a branch that never was guarded", async () => {
    await watchWith([]);
    await watchWith([]);

    expect(await bench.codes()).toEqual([]);
  });

  it("where GitHub does not let the app look, and a loss meanwhile is found afterwards", async () => {
    await watchWith([RULESET]);
    await watchWith(undefined);
    expect(await bench.codes()).toEqual([]);

    await watchWith([]);
    expect(await bench.codes()).toEqual(["guard-weakened"]);
  });

  it("where the charter only watches", async () => {
    const charter = String(bench.starter[CHARTER_PATH]).replace("mode: enforce", "mode: monitor");
    bench = await openWatchedBench(store, { [CHARTER_PATH]: charter });
    await watchWith([RULESET]);
    await watchWith([]);

    expect(await bench.codes()).toEqual([]);
  });
});
