import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { compile } from "../../../src/core/ir/compile.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import { NO_HEALTH } from "../../../src/core/rollout/health.ts";
import { assess } from "../../../src/core/rollout/assess.ts";
import type { Rollout } from "../../../src/core/rollout/rollout.ts";
import { startTraffic, type Traffic } from "../../../src/local/traffic/driver.ts";
import { aCanary, aRollout } from "../../support/rollouts.ts";
import { openRuntimeApp, RUNTIME_TOKEN, type RuntimeApp } from "../../support/runtime-app.ts";
import { readStarter, starterMutation, withScenarios } from "../../support/starter.ts";
import { until } from "../../support/until.ts";

const TRAFFIC = fileURLToPath(new URL("../../../templates/traffic", import.meta.url));

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

type Live = { readonly app: RuntimeApp; readonly traffic: Traffic; readonly rollout: Rollout };

/** Live users of the starter while one scenario's change is in a stage. */
async function live(
  scenario: { readonly on: readonly string[]; readonly change: string },
  stage: Partial<Rollout>,
): Promise<Live> {
  const starter = readStarter();
  const mutation = starterMutation(starter, {
    before: withScenarios(starter, ...scenario.on),
    after: withScenarios(starter, ...scenario.on, scenario.change),
  });
  const [stable, candidate] = [compile(mutation.before), compile(mutation.after)];
  const app = await openRuntimeApp({ now: () => instant(Date.now()), system: "triage" });
  opened.push(app);
  const rollout = aRollout({
    system: "triage",
    rules: starter.rules.rollout,
    stable: stable.digest,
    candidate: candidate.digest,
    before: stable.version,
    after: candidate.version,
    enteredAt: instant(Date.now()),
    ...stage,
  });
  await app.store.transact(async (tx) => {
    for (const { digest, text } of [stable, candidate]) await tx.artifacts.save(digest, text);
    await tx.rollouts.save(rollout);
  });
  const listening = await app.listen();
  opened.push(listening);
  const traffic = await startTraffic({
    appUrl: () => listening.url,
    runtimeToken: RUNTIME_TOKEN,
    repositoryId: 7,
    system: "triage",
    items: TRAFFIC,
  });
  opened.push({ close: () => traffic.stop() });
  return { app, traffic, rollout };
}

const QUARTER = (({ state, shadowPassed, step, share }) => ({ state, shadowPassed, step, share }))(
  aCanary(),
);

describe("live traffic", () => {
  it("lets the starter's improvement pass its canary, and reports nothing that is refused", async () => {
    const scenario = { on: [], change: "improve-classifier" };
    const { app, traffic } = await live(scenario, QUARTER);
    const soaked = () => instant(Date.now() + 60_000);

    await until(async () => assess(await app.rollout(), soaked()).kind !== "waiting");
    const after = await app.rollout();

    expect(assess(after, soaked())).toEqual({ kind: "stage-passed" });
    expect(after.health.units).toBeLessThan(600);
    expect(traffic.counts()).toMatchObject({ rejected: 0, errors: 0 });
  }, 120_000);

  it("turns on a change that looks good on the suites and fails on e-mails", async () => {
    const scenario = { on: ["improve-classifier"], change: "looks-good-fails-live" };
    const { app } = await live(scenario, QUARTER);

    await until(async () => (await app.rollout()).state !== "canary");
    const after = await app.rollout();

    expect(after).toMatchObject({ state: "rolling-back", reason: "canary-breach", share: 0 });
    expect(app.rung.length).toBeGreaterThan(0);
  }, 120_000);

  it("mirrors to the candidate in shadow, where nobody sees its answers", async () => {
    const scenario = { on: [], change: "improve-classifier" };
    const { app, traffic } = await live(scenario, { state: "shadow", health: NO_HEALTH });

    await until(() => app.rung.length > 0);
    const after = await app.rollout();

    expect(after.health.units).toBeGreaterThanOrEqual(50);
    expect(Object.keys(after.health.metrics)).toEqual(["violation"]);
    expect(traffic.counts()).toMatchObject({ candidate: 0, errors: 0, rejected: 0 });
  }, 120_000);
});
