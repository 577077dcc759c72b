import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { later } from "../../src/core/kernel/instant.ts";
import { type Bench, openBench } from "../support/bench.ts";

const README = "README.md";
const PARAMETERS = "systems/triage/data/shorthand.json";

let store: OpenedStore;
let bench: Bench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openBench(store);
});

const holder = () => bench.read((tx) => tx.systems.canaryHolder(bench.repository.id, "triage"));
const serving = () => bench.read((tx) => tx.rollouts.active(bench.repository.id, "triage"));
const deploymentStates = () =>
  bench.repository.performed.flatMap((effect) =>
    effect.kind === "report-deployment" ? [`${effect.deployment}: ${effect.state}`] : [],
  );

/** In its first canary step, with a quarter of the live units. */
const CANARY = { state: "canary", reason: "shadow-passed", shadowPassed: true, step: 0 } as const;

async function inCanary(): Promise<string> {
  bench.propose(1, bench.scenario("improve-classifier"));
  return (await bench.seed(1, { ...CANARY, share: 25 })).id;
}

describe("a roll-out whose head was pushed away", () => {
  it("gives traffic and lock back before anything of the new head is run", async () => {
    await inCanary();
    let servingThen: unknown = "nothing was run";
    const sandbox = {
      isolation: "wasm+process",
      open: async () => {
        servingThen = await serving();
        throw new Error("the sandbox broke");
      },
    } as const;
    const { ports } = bench;
    Object.assign(ports, { sandbox });
    bench.repository.push(
      "change-1",
      bench.scenario("memorise-public"),
      bench.repository.tip("main"),
    );

    await bench.look(1).catch(() => {});

    expect(servingThen).toBeUndefined();
    expect(await holder()).toBeUndefined();
    bench.now = later(bench.now, 600_000);
    await bench.look(1).catch(() => {});
    expect(deploymentStates().filter((state) => state.endsWith("inactive"))).toHaveLength(2);
  });

  it("is void, and the new head's record begins without it", async () => {
    const old = await inCanary();
    bench.repository.push(
      "change-1",
      bench.scenario("broken-reference"),
      bench.repository.tip("main"),
    );

    await bench.look(1);

    expect(await bench.rollout(1)).toMatchObject({ id: old, state: "voided" });
    const record = await bench.record(1);
    expect(record).toMatchObject({ state: "rejected" });
    expect(record?.rolloutId).toBeUndefined();
  });
});

describe("a pull request that is closed", () => {
  it("is withdrawn from its canary, and begins anew when it is opened again", async () => {
    const id = await inCanary();
    bench.repository.change(1, { isOpen: false });
    await bench.look(1);
    expect(await bench.rollout(1)).toMatchObject({ id, state: "withdrawn", share: 0 });
    expect(await holder()).toBeUndefined();
    expect(await serving()).toBeUndefined();

    bench.repository.change(1, { isOpen: true });
    await bench.look(1);

    expect((await bench.record(1))?.gates.map(({ gate }) => gate)).toContain("constitution");
    const record = await bench.record(1);
    expect(record?.state).toBe("quarantined");
    expect(record?.rolloutId).toBeUndefined();
  });

  it("is looked at no more when the base moves, though it never had a roll-out", async () => {
    bench.propose(1, bench.scenario("broken-reference"));
    await bench.look(1);
    bench.repository.change(1, { isOpen: false });
    await bench.look(1);

    expect(await bench.read((tx) => tx.pulls.openIn(bench.repository.id))).toEqual([]);
  });
});

describe("a pull request for another branch", () => {
  it("is not judged by what the proposer put there", async () => {
    bench.repository.push("mine", bench.scenario("touch-governance"), bench.repository.tip("main"));
    bench.propose(1, bench.scenario("improve-classifier"));
    bench.repository.change(1, { baseRef: "mine" });

    await bench.look(1);

    expect(await bench.record(1)).toBeUndefined();
    expect(bench.repository.performed).toEqual([]);
  });

  it("gives its traffic back when it was for the default branch before", async () => {
    await inCanary();
    bench.repository.push("mine", bench.starter, bench.repository.tip("main"));
    bench.repository.change(1, { baseRef: "mine" });

    await bench.look(1);

    expect(await bench.rollout(1)).toMatchObject({ state: "voided" });
    expect(await serving()).toBeUndefined();
  });
});

describe("a rolled-back head", () => {
  it("stays rolled back whatever else is said of it", async () => {
    await inCanary();
    bench.propose(2, bench.scenario("improve-classifier"));
    await bench.seed(2, { state: "rolled-back", reason: "canary-breach" });
    bench.repository.change(2, { body: "## Objective\n\nneutral\n" });
    bench.repository.push("main", { ...bench.starter, [PARAMETERS]: "{}\n" });

    await bench.look(2);

    expect(await bench.record(2)).toMatchObject({ state: "rolled-back", reason: "canary-breach" });
  });
});

describe("a moved base", () => {
  it("voids nothing where neither the system nor the charter changed", async () => {
    const id = await inCanary();
    bench.repository.push("main", { ...bench.starter, [README]: "Other words.\n" });

    await bench.look(1);

    expect(await bench.rollout(1)).toMatchObject({ id, state: "canary" });
    expect(await bench.record(1)).toMatchObject({ state: "canary", rolloutId: id });
  });

  it.each(["accepted", "shadow", "canary"] as const)(
    "holds a mutation in %s whose system has a new baseline, and gives its traffic back",
    async (state) => {
      bench.propose(1, bench.scenario("improve-classifier"));
      await bench.seed(1, { ...CANARY, state, share: state === "canary" ? 25 : 0 });
      bench.repository.push("main", { ...bench.starter, [PARAMETERS]: "{}\n" });

      await bench.look(1);

      expect(await bench.rollout(1)).toMatchObject({ state: "voided" });
      expect(await bench.record(1)).toMatchObject({ state: "held", reason: "baseline-moved" });
      expect(await serving()).toBeUndefined();
      expect(await holder()).toBeUndefined();
    },
  );
});
