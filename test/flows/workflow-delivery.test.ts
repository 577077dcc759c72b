import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { later } from "../../src/core/kernel/instant.ts";
import { productionName } from "../../src/core/rollout/production.ts";
import type { Rollout } from "../../src/core/rollout/rollout.ts";
import { EVEN_SPLIT, observeSplit } from "../../src/core/rollout/split-evidence.ts";
import { chooseVariants } from "../../src/flows/runtime/choose-variants.ts";
import { recordOutcomes } from "../../src/flows/runtime/record-outcomes.ts";
import { BY_WORKFLOW, DEPLOYER, deploymentsTo, report } from "../support/deployer.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

const DAY = 24 * 3600 * 1000;
const [SHADOW, CANARY, PRODUCTION] = ["triage/shadow", "triage/canary", "triage/production"];

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

const place = () => ({ repositoryId: bench.repository.id, system: "triage" });
const given = async (unit: string) => {
  const choices = await bench.ports.store.transact((tx) =>
    chooseVariants(tx, bench.ports.clock, { place: place(), units: [unit] }),
  );
  return choices.ok ? choices.value.get(unit) : undefined;
};
const deployed = (environment: string) => deploymentsTo(bench.repository, environment);

async function rollout(): Promise<Rollout> {
  const found = await bench.rollout(1);
  if (found === undefined) throw new Error("no roll-out");
  return found;
}

async function told(environment: string, state: "success" | "failure", creator = DEPLOYER) {
  report(bench.repository, environment, { state, creator });
  await bench.look(1);
}

/** Shadow was asked for, and what it asks of the workflow is waited for. */
async function inShadow(parts: Partial<Rollout> = {}): Promise<void> {
  await bench.seed(1, { delivery: BY_WORKFLOW, ...parts });
  await bench.ask(1, "shadow");
  await bench.look(1);
}

/** The first step of the canary was deployed. */
async function inCanary(): Promise<void> {
  await inShadow();
  await told(SHADOW, "success");
  const shadow = await rollout();
  await store.transact((tx) => tx.rollouts.save({ ...shadow, shadowPassed: true }));
  await bench.ask(1, "canary");
  await bench.look(1);
  await told(CANARY, "success");
}

/** Units that nobody asked OFREP about, each told of by one outcome. */
function tell(variant: "stable" | "candidate", count: number, name = "", resolved = 1) {
  bench.now = later(bench.now, 1);
  return rollout().then(({ id, rules }) => {
    const metrics = Object.fromEntries(
      Object.keys(rules.guards).map((guard) => [guard, guard === "resolved" ? resolved : 0]),
    );
    const records = Array.from({ length: count }, (_, number) => {
      const unit = `${variant}${name}-${number}`;
      return { id: unit, rolloutId: `${id}${name}`, unit, variant, metrics, at: bench.now };
    });
    return recordOutcomes(bench.ports, place(), records);
  });
}

describe("a stage that a workflow delivers", () => {
  it("names the artifact, where to load it, the step, the share and the entry it follows from", async () => {
    await inCanary();
    const { candidate, id } = await rollout();

    expect(deployed(CANARY).at(-1)).toMatchObject({
      transient: true,
      production: false,
      payload: {
        artifact: candidate,
        url: `https://omega.example.com/api/v1/ir/artifacts/${candidate}`,
        rollout: id,
        report_as: id,
        version: "candidate",
        step: 0,
        share: 10,
        ledger_entry: expect.any(Number),
      },
    });
  });

  it("has not begun before its deployer reports success", async () => {
    await inShadow();
    expect(await given("early")).toMatchObject({ because: "no-rollout" });
    expect(await tell("stable", 1)).toEqual([{ accepted: false, reason: "outcome-stage-differs" }]);

    await told(SHADOW, "success");

    expect(await rollout()).toMatchObject({ state: "shadow", reason: "delivery-confirmed" });
    expect(await given("late")).toMatchObject({ counted: {}, shadow: expect.any(String) });
  });

  it.each(["dana", "triage-bot[bot]", "agent-omega[bot]"])(
    "is not begun by the word of %s",
    async (creator) => {
      await inShadow();

      await told(SHADOW, "success", creator);
      await told(SHADOW, "failure", creator);

      expect(await rollout()).toMatchObject({ state: "shadow", serving: { outlook: "awaited" } });
    },
  );

  it("is not begun by its deployer where that is who proposed the change", async () => {
    await inShadow({ delivery: { ...BY_WORKFLOW, deployer: "triage-bot[bot]" } });

    await told(SHADOW, "success", "triage-bot[bot]");

    expect(await rollout()).toMatchObject({ serving: { outlook: "awaited" } });
  });

  it("shows no status of ours before the deployer's, and a success only after it", async () => {
    await inShadow();
    expect(bench.performed("report-deployment")).toEqual([]);
    await told(SHADOW, "success");
    const shown = await rollout();
    await store.transact((tx) =>
      tx.rollouts.save({ ...shown, health: { ...shown.health, units: 50 } }),
    );

    await bench.look(1);

    expect((await rollout()).shadowPassed).toBe(true);
    expect(bench.performed("report-deployment")).toMatchObject([{ state: "success" }]);
  });

  it("holds when nobody reports until its deadline", async () => {
    await inShadow();
    bench.now = later(bench.now, DAY);

    await bench.look(1);

    expect(await rollout()).toMatchObject({ state: "held", reason: "deployment-unreported" });
  });
});

describe("a canary that a workflow delivers", () => {
  it("raises the share of those who ask only once a step is deployed", async () => {
    await inCanary();
    const canary = await rollout();
    expect(canary.share).toBe(10);
    const metrics = { resolved: { kind: "rare", evidence: 0, candidateUnits: 100, violations: 0 } };
    const rules = { ...canary.rules, guards: { resolved: { floor: 0.01 } } };
    const health = { units: 100, metrics } as Rollout["health"];
    bench.now = later(bench.now, 3_600_000);
    await store.transact((tx) => tx.rollouts.save({ ...canary, rules, health }));

    await bench.look(1);

    expect(await rollout()).toMatchObject({ step: 1, share: 10 });
    expect(deployed(CANARY).at(-1)?.payload).toMatchObject({ step: 1, share: 25 });
    await told(CANARY, "success");
    expect(await rollout()).toMatchObject({ step: 1, share: 25 });
  });

  it("is brought back to the stable version when its deployment fails", async () => {
    await inCanary();

    await told(CANARY, "failure");

    const held = await rollout();
    expect(held).toMatchObject({ state: "held", reason: "deployment-failed", share: 0 });
    expect(await given("anybody")).toMatchObject({ because: "returned" });
    expect(deployed(CANARY).at(-1)).toMatchObject({
      sha: BY_WORKFLOW.returnTo,
      payload: { artifact: held.stable, version: "stable", share: 0 },
    });
  });

  it("is deployed again when an operator asks for it again", async () => {
    await inCanary();
    await told(CANARY, "failure");
    const before = deployed(CANARY).length;

    await bench.ask(1, "canary");
    await bench.look(1);

    expect(deployed(CANARY)).toHaveLength(before + 1);
    expect(await rollout()).toMatchObject({ state: "canary", share: 0, step: 0 });
  });

  it("takes a unit's first outcome as what the unit was given, and keeps to it", async () => {
    await inCanary();

    expect(await tell("candidate", 1)).toEqual([{ accepted: true }]);
    const { id } = await rollout();
    const other = { id: "other", rolloutId: id, unit: "candidate-0", at: bench.now };
    const metrics = { resolved: 1 };
    const answers = await recordOutcomes(bench.ports, place(), [
      { ...other, variant: "stable", metrics },
    ]);

    expect(answers).toEqual([{ accepted: false, reason: "outcome-unexposed" }]);
    expect((await rollout()).health.split).toMatchObject({ units: 1, candidates: 1 });
  });

  it.each([
    ["holds a step whose units cannot have been split as asked", 100, "split-differs"],
    ["lets a step pass whose units add up", 900, "canary-step-passed"],
  ])("%s", async (_, stable, reason) => {
    await inCanary();
    const canary = await rollout();
    const harm = { kind: "rare", evidence: 0, candidateUnits: 100, violations: 0 } as const;
    const rules = { ...canary.rules, guards: { harm: { floor: 0.01 } } };
    const split = Array.from(
      { length: stable + 100 },
      (_, unit) => unit % (stable / 100 + 1) === 0,
    );
    const seen = split.reduce((so, isCandidate) => observeSplit(so, isCandidate, 10), EVEN_SPLIT);
    const health = { units: 100, metrics: { harm }, split: seen };
    await store.transact((tx) => tx.rollouts.save({ ...canary, rules, health }));
    bench.now = later(bench.now, 3_600_000);

    await bench.look(1);

    expect((await rollout()).reason).toBe(reason);
  });

  it("lets no other roll-out begin before the way back is reported", async () => {
    await inCanary();
    await bench.ask(1, "rollback");
    await bench.look(1);
    expect((await rollout()).state).toBe("rolled-back");
    bench.propose(2, bench.improved);
    await bench.seed(2, { delivery: BY_WORKFLOW, stable: (await rollout()).stable });

    await bench.ask(2, "shadow");
    await bench.look(2);
    expect((await bench.record(2))?.answers.join()).toContain("delivery-awaited");

    report(bench.repository, CANARY, { state: "success" });
    await bench.watch();
    await bench.ask(2, "shadow");
    await bench.look(2);
    expect((await bench.rollout(2))?.state).toBe("shadow");
  });
});

describe("a promotion that a workflow delivers", () => {
  async function promoted(): Promise<void> {
    const serving = { asked: [], outlook: "served", since: bench.now } as const;
    const passed = { shadowPassed: true, canaryPassed: true, step: 1, share: 25 };
    await bench.seed(1, { state: "canary", delivery: BY_WORKFLOW, serving, ...passed });
    bench.repository.before = (effect) => {
      if (effect.kind === "merge") bench.merge(1, bench.improved);
    };
    await bench.ask(1, "promote");
    await bench.look(1);
    await bench.watch();
    expect((await rollout()).state).toBe("promoted");
  }

  it("counts no outcome before production is delivered", async () => {
    await promoted();
    expect(await given("early")).toMatchObject({ because: "no-rollout" });
    const suffix = productionName("");
    expect(await tell("stable", 1, suffix)).toMatchObject([{ accepted: false }]);

    report(bench.repository, PRODUCTION, { state: "success" });
    await bench.watch();

    expect(await rollout()).toMatchObject({ serving: { outlook: "served" } });
    expect(await tell("stable", 1, suffix)).toMatchObject([{ accepted: true }]);
  });

  it("is an incident when it fails, which ends when the deployer reports success after all", async () => {
    await promoted();
    report(bench.repository, PRODUCTION, { state: "error" });
    await bench.watch();
    expect(await bench.open()).toMatchObject([
      { reason: "delivery-failed", freezes: ["triage"], environment: PRODUCTION, pull: 1 },
    ]);

    await bench.watch();
    expect(await bench.open()).toHaveLength(1);

    report(bench.repository, PRODUCTION, { state: "success" });
    await bench.watch();
    expect(await bench.open()).toEqual([]);
    expect(await bench.codes()).toContain("incident-delivered");
  });

  it("is an incident when nobody reports in time", async () => {
    await promoted();
    bench.now = later(bench.now, DAY);

    await bench.watch();

    expect((await bench.open()).map(({ reason }) => reason)).toEqual(["delivery-failed"]);
  });
});
