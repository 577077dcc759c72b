import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import type { Effect } from "../../src/core/decision/effect.ts";
import { digestOf } from "../../src/core/kernel/digest.ts";
import { later } from "../../src/core/kernel/instant.ts";
import { NO_HEALTH } from "../../src/core/rollout/health.ts";
import { observeOutcome } from "../../src/core/rollout/observe-outcome.ts";
import { productionName } from "../../src/core/rollout/production.ts";
import type { Rollout } from "../../src/core/rollout/rollout.ts";
import { chooseVariants } from "../../src/flows/runtime/choose-variants.ts";
import { recordOutcomes } from "../../src/flows/runtime/record-outcomes.ts";
import type { OutcomeRecord } from "../../src/ports/store/outcomes.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

const STARTER = "systems/triage/system.yaml";

let store: OpenedStore;
let bench: WatchedBench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openWatchedBench(store);
});

/** Promotes the improvement of the starter, whose canary resolved nine units of ten. */
async function promote(): Promise<Rollout> {
  await bench.inCanary();
  const canary = await seeded();
  let rollout = canary;
  for (let unit = 0; unit < 300; unit += 1) {
    const metrics = { resolved: unit % 10 === 0 ? 0 : 1, latency_ms: 5, violation: 0 };
    for (const variant of ["stable", "stable", "stable", "candidate"] as const) {
      rollout = { ...rollout, health: observeOutcome(rollout, { variant, metrics }) };
    }
  }
  await store.transact((tx) => tx.rollouts.save(rollout));
  bench.repository.before = (effect: Effect) => {
    if (effect.kind === "merge") bench.merge(1, bench.improved);
  };
  await bench.ask(1, "promote");
  await bench.look(1);
  await bench.watch();
  const promoted = await seeded();
  expect(promoted.state).toBe("promoted");
  return promoted;
}

async function seeded(): Promise<Rollout> {
  const rollout = await bench.rollout(1);
  if (rollout === undefined) throw new Error("no roll-out");
  return rollout;
}

const place = () => ({ repositoryId: bench.repository.id, system: "triage" });
const given = async (unit: string) => {
  const choices = await bench.ports.store.transact((tx) =>
    chooseVariants(tx, bench.ports.clock, { place: place(), units: [unit] }),
  );
  return choices.ok ? choices.value.get(unit) : undefined;
};
const pointer = () => bench.read((tx) => tx.systems.pointer(bench.repository.id, "triage"));

/** Live units of production, each given its version before it reports. */
async function serve(rollout: Rollout, { units, resolved }: { units: number; resolved: number }) {
  const records = [];
  for (let number = 0; number < units; number += 1) {
    const unit = `u-${resolved}-${number}`;
    await given(unit);
    bench.now = later(bench.now, 1);
    const metrics = Object.fromEntries(
      Object.keys(rollout.rules.guards).map((name) => [name, name === "resolved" ? resolved : 0]),
    );
    const rolloutId = productionName(rollout.id);
    const about = { id: unit, rolloutId, unit, metrics, at: bench.now };
    records.push({ ...about, variant: "stable" as const });
  }
  return recordOutcomes(bench.ports, place(), records);
}

/** Units that a stage left on the stable version, and that were not resolved. */
async function reportStable({ id: rolloutId, rules }: Rollout, units: number): Promise<void> {
  const records: OutcomeRecord[] = [];
  const artifact = digestOf("given");
  for (let number = 0; number < units; number += 1) {
    const unit = `stable-${number}`;
    const metrics = Object.fromEntries(Object.keys(rules.guards).map((name) => [name, 0]));
    const exposure = { rolloutId, unit, variant: "stable", artifact, share: 25 } as const;
    await store.transact((tx) => tx.rollouts.expose([{ ...exposure, at: bench.now }]));
    records.push({ id: unit, rolloutId, unit, variant: "stable", metrics, at: bench.now });
  }
  const answers = await recordOutcomes(bench.ports, place(), records);
  expect(answers.every(({ accepted }) => accepted)).toBe(true);
}

describe("a promoted version that gets worse in production", () => {
  it("is out of production in the transaction of the outcome that tips it", async () => {
    const promoted = await promote();
    expect((await pointer())?.artifact).toBe(promoted.candidate);

    const answers = await serve(promoted, { units: 80, resolved: 0 });

    expect(answers.every(({ accepted }) => accepted)).toBe(true);
    expect((await seeded()).state).toBe("rolling-back");
    expect((await pointer())?.artifact).toBe(promoted.stable);
    expect(await given("next")).toMatchObject({ artifact: promoted.stable });
  });

  it("stays while it is as good as its canary was, and its units are counted", async () => {
    const promoted = await promote();

    await serve(promoted, { units: 60, resolved: 1 });

    expect(await seeded()).toMatchObject({ state: "promoted", production: { units: 60 } });
  });

  it("does not wait for another that is about to be merged on top of it", async () => {
    const promoted = await promote();
    await serve(promoted, { units: 1, resolved: 1 });
    for (let unit = 0; unit < 80; unit += 1) await given(`u-0-${unit}`);
    const next = { ...promoted, id: `${promoted.id}-next`, pull: bench.keyOf(7).pull };
    const { production: _, ...waiting } = next;
    await store.transact((tx) =>
      tx.rollouts.save({ ...waiting, state: "promoting", stable: promoted.candidate }),
    );

    await serve(promoted, { units: 80, resolved: 0 });

    expect((await pointer())?.artifact).toBe(promoted.stable);
    expect(await given("next")).toMatchObject({ artifact: promoted.stable });
  });

  it.each(["shadow", "canary"] as const)(
    "does not stay because another mutation is in its %s",
    async (state) => {
      const promoted = await promote();
      const { production: _, ...base } = promoted;
      const next: Rollout = {
        ...base,
        id: `${promoted.id}-next`,
        pull: bench.keyOf(7).pull,
        state,
        share: state === "canary" ? 25 : 0,
        enteredAt: bench.now,
        health: NO_HEALTH,
        stable: promoted.candidate,
        candidate: digestOf("another"),
      };
      await store.transact((tx) => tx.rollouts.save(next));

      await reportStable(next, 150);

      expect((await seeded()).state).toBe("rolling-back");
      expect((await pointer())?.artifact).toBe(promoted.stable);
    },
  );

  it("does not answer for what another's candidate did in its canary", async () => {
    const promoted = await promote();
    const { production: _, ...base } = promoted;
    const next: Rollout = {
      ...base,
      id: `${promoted.id}-other`,
      pull: bench.keyOf(7).pull,
      state: "canary",
      share: 25,
      enteredAt: bench.now,
      health: NO_HEALTH,
      stable: digestOf("what production does not run"),
    };
    await store.transact((tx) => tx.rollouts.save(next));

    await reportStable(next, 150);

    expect(await seeded()).toMatchObject({ state: "promoted", production: { units: 0 } });
  });

  it("shows as failed, and what ran before is deployed to production anew", async () => {
    const promoted = await promote();
    await serve(promoted, { units: 80, resolved: 0 });

    await bench.look(1);

    expect(await bench.record(1)).toMatchObject({
      state: "rolled-back",
      reason: "production-regressed",
    });
    expect(bench.performed("deploy").at(-1)).toMatchObject({
      environment: "triage/production",
      payload: { taken_back: promoted.candidate, artifact: promoted.stable },
    });
    expect(bench.performed("report-deployment").slice(-2)).toMatchObject([
      { state: "failure" },
      { state: "success" },
    ]);
  });

  it("leaves the system frozen, with a pull request that puts the branch back", async () => {
    const promoted = await promote();
    await serve(promoted, { units: 80, resolved: 0 });
    await bench.look(1);
    await bench.watch();

    expect(await bench.open()).toMatchObject([
      { reason: "promotion-taken-back", freezes: ["triage"], pull: 1 },
    ]);
    const [proposed] = bench.performed("propose-change");
    expect(proposed?.rows.length).toBeGreaterThan(0);
    expect(proposed?.title).toContain("production runs");
    expect(bench.performed("propose-change")).toHaveLength(1);
  });
});

describe("the pull request that puts the branch back", () => {
  async function takeBack(): Promise<void> {
    await promote();
    await bench.ask(1, "rollback");
    await bench.look(1);
    await bench.watch();
  }

  it("may be merged at once, needs nobody's approval, and ends the freeze", async () => {
    await takeBack();
    bench.propose(2, bench.starter);

    await bench.look(2);
    expect(await bench.record(2)).toMatchObject({
      state: "approved",
      reason: "restores-production",
    });
    bench.merge(2, bench.starter);
    await bench.look(2);
    await bench.watch();

    expect(await bench.open()).toEqual([]);
    expect(await bench.codes()).toContain("incident-reverted");
    expect(await bench.codes()).not.toContain("changed-around");
  });

  it("is none when it puts back only some of it, which nobody ever ran", async () => {
    await takeBack();
    const changed = bench.improved;
    const paths = Object.keys(changed).filter((path) => changed[path] !== bench.starter[path]);
    const [first = STARTER] = paths;
    expect(paths.length).toBeGreaterThan(1);
    bench.propose(2, { ...changed, [first]: bench.starter[first] ?? "" });

    await bench.look(2);

    expect((await bench.record(2))?.reason).not.toBe("restores-production");
  });

  it("is merged by the app where the charter lets it promote by itself", async () => {
    const charter = bench.starter[".omega/charter.yaml"] ?? "";
    const automatic = charter.replaceAll("advance: manual", "advance: automatic");
    expect(automatic).not.toBe(charter);
    bench = await openWatchedBench(store, { ".omega/charter.yaml": automatic });
    await promote();
    await bench.ask(1, "rollback");
    await bench.look(1);
    await bench.watch();
    bench.propose(2, { ...bench.starter, ".omega/charter.yaml": automatic });

    await bench.look(2);

    expect(bench.performed("merge").at(-1)).toMatchObject({ pull: 2 });
  });
});

describe("a person's rollback of a promotion", () => {
  it("is refused once a newer version runs in production", async () => {
    const promoted = await promote();
    const now = await pointer();
    if (now === undefined) throw new Error("no pointer");
    const newer = { ...now, artifact: promoted.stable };
    await store.transact((tx) => tx.systems.point(newer));

    await bench.ask(1, "rollback");
    await bench.look(1);

    expect((await seeded()).state).toBe("promoted");
    expect((await bench.record(1))?.answers.join()).toContain("command-out-of-order");
  });
});

describe("a version that outcomes spoke against", () => {
  it("is held when it is proposed again, by whomever, and spends no evidence", async () => {
    const promoted = await promote();
    await serve(promoted, { units: 80, resolved: 0 });
    await bench.look(1);
    bench.repository.push("main", bench.starter);
    await bench.watch();
    bench.propose(4, bench.improved);

    await bench.look(4);

    expect(await bench.record(4)).toMatchObject({ state: "held", reason: "version-taken-back" });
    expect((await bench.record(4))?.gates.map(({ gate }) => gate)).not.toContain("evaluation");
  });

  it("is not held where a person took it back, which says nothing of the version", async () => {
    await promote();
    await bench.ask(1, "rollback");
    await bench.look(1);
    bench.repository.push("main", bench.starter);
    await bench.watch();
    bench.propose(4, bench.improved);

    await bench.look(4);

    expect((await bench.record(4))?.reason).not.toBe("version-taken-back");
  });
});
