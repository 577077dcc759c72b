import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { later } from "../../src/core/kernel/instant.ts";
import type { Rollout } from "../../src/core/rollout/rollout.ts";
import { chooseVariants } from "../../src/flows/runtime/choose-variants.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { ROLLOUT_RULES } from "../support/rollouts.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

const DAY = 24 * 3600 * 1000;

let store: OpenedStore;
let bench: WatchedBench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openWatchedBench(store);
  bench.propose(1, bench.improved);
});

async function begin(dataset: string, parts: Partial<Rollout> = {}): Promise<void> {
  const guards = { violation: { floor: 0.01 } };
  const rules = { ...ROLLOUT_RULES, advance: "automatic", guards } as const;
  await bench.seed(1, { delivery: { kind: "replay", dataset }, rules, ...parts });
  await bench.ask(1, "shadow");
  await bench.look(1);
}

describe("a roll-out of recorded inputs", () => {
  it("is measured by both versions' answers, and promoted by a person alone", async () => {
    await begin("evals/public.jsonl");
    const canary = await bench.rollout(1);
    expect(canary).toMatchObject({ state: "canary", share: 0, step: 0 });
    expect(canary?.health.units).toBeGreaterThanOrEqual(100);
    bench.now = later(bench.now, 3_600_000);

    await bench.look(1);

    expect(await bench.rollout(1)).toMatchObject({ state: "canary", canaryPassed: true });
    const place = { repositoryId: bench.repository.id, system: "triage" };
    const choices = await bench.ports.store.transact((tx) =>
      chooseVariants(tx, bench.ports.clock, { place, units: ["anybody"] }),
    );
    expect(choices.ok && choices.value.get("anybody")).toMatchObject({ variant: "stable" });
    expect(bench.performed("merge")).toEqual([]);
  }, 120_000);

  it("counts each input once, however often it is looked at", async () => {
    await begin("evals/public.jsonl");
    const units = (await bench.rollout(1))?.health.units;

    await bench.look(1);

    expect((await bench.rollout(1))?.health.units).toBe(units);
  }, 120_000);

  it("holds at its deadline where there are no inputs to replay", async () => {
    await begin("evals/nothing.jsonl");
    bench.now = later(bench.now, DAY);

    await bench.look(1);

    expect(await bench.rollout(1)).toMatchObject({
      state: "held",
      reason: "evidence-deadline-passed",
    });
  });
});
