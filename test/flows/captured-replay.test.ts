import { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import { sha256Hex } from "../../src/core/kernel/digest.ts";
import { isoOf, later } from "../../src/core/kernel/instant.ts";
import { apiRoutes } from "../../src/surfaces/api/routes.ts";
import { ofrepRoutes } from "../../src/surfaces/ofrep/routes.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { ROLLOUT_RULES } from "../support/rollouts.ts";
import { readStarter } from "../support/starter.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

const DAY = 24 * 3_600_000;
const TOKEN = "omt_a-runtime-of-triage";

/** Shorter stages than a charter may have, so that a test need not report hundreds of units. */
const RULES = {
  ...ROLLOUT_RULES,
  shadow: { ...ROLLOUT_RULES.shadow, units: 6 },
  canary: { ...ROLLOUT_RULES.canary, min_units: 12 },
  advance: "automatic",
  guards: { failed: { floor: 0.01 } },
} as const;

const charterWith = (capture: string): { readonly [CHARTER_PATH]: string } => ({
  [CHARTER_PATH]: (readStarter().files[CHARTER_PATH] ?? "").replace(
    "delivery: ofrep",
    `delivery: replay\n${capture}`,
  ),
});

const CAPTURING = charterWith(
  "    capture: {retention: P2D, most: 100, redact: ['/account/iban']}",
);

const answered = z.object({
  metadata: z.object({ rollout: z.string() }).optional(),
  variant: z.string().optional(),
  results: z.array(z.unknown()).optional(),
});

const SYSTEM = "systems/triage/system.yaml";

/** Its inputs tell whose account they are about, which is nobody's business but the bank's. */
const TOLD = {
  [SYSTEM]: (readStarter().files[SYSTEM] ?? "").replace(
    "maxLength: 2000}",
    "maxLength: 2000}, account: {type: object}",
  ),
};

let store: OpenedStore;
let bench: WatchedBench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());

/** The runtime of production's units, which asks and reports over HTTP like any other. */
async function answerUnits(from: number, to: number): Promise<readonly unknown[]> {
  const app = new Hono().route("/", ofrepRoutes(bench.ports)).route("/", apiRoutes(bench.ports));
  const post = async (path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
    const sent = { method: "POST", headers, body: JSON.stringify(body) };
    return answered.parse(await (await app.request(path, sent)).json());
  };
  const outcomes: unknown[] = [];
  for (let index = from; index < to; index += 1) {
    const unit = `conversation-${index}`;
    const asked = { context: { targetingKey: unit } };
    const { metadata, variant } = await post("/ofrep/v1/evaluate/flags/triage", asked);
    outcomes.push({
      id: `outcome-${index}`,
      rollout: metadata?.rollout,
      unit,
      variant,
      metrics: { failed: 0 },
      at: isoOf(bench.now),
      input: { message: `was card ${index} lost?`, account: { iban: `GB-${index}` } },
    });
  }
  return (await post("/api/v1/outcomes", { outcomes })).results ?? [];
}

async function begin(): Promise<void> {
  bench.propose(1, bench.improved);
  await bench.seed(1, { delivery: { kind: "replay", captured: true }, rules: RULES });
  await bench.ask(1, "shadow");
  await bench.look(1);
  expect(await bench.rollout(1)).toMatchObject({ state: "shadow", health: { units: 0 } });
}

async function captured(): Promise<string> {
  const { rows } = await store.executeSql(
    `SELECT input FROM captured_inputs WHERE repository_id = ${bench.repository.id}`,
  );
  return JSON.stringify(rows);
}

describe("a mutation replayed on what production was asked", () => {
  beforeEach(async () => {
    await store.executeSql("DELETE FROM tokens", []);
    bench = await openWatchedBench(store, { ...CAPTURING, ...TOLD });
    await store.transact((tx) =>
      tx.tokens.save({
        sha256: sha256Hex(TOKEN),
        repositoryId: bench.repository.id,
        system: "triage",
        scopes: ["evaluate", "report"],
        createdBy: "dana",
        createdAt: bench.now,
      }),
    );
  });

  it("passes its stages on each input once, and neither record nor GitHub shows any", async () => {
    await begin();
    const told = await answerUnits(0, 12);
    expect(told).toHaveLength(12);
    expect(told[0]).toEqual({ index: 0, accepted: true, input: { kept: true } });
    expect(await captured()).not.toContain("GB-");

    await bench.look(1);
    const canary = await bench.rollout(1);
    expect(canary).toMatchObject({ state: "canary", share: 0, health: { units: 12 } });
    await bench.look(1);
    expect((await bench.rollout(1))?.health).toEqual(canary?.health);
    bench.now = later(bench.now, 3_600_000);
    await bench.look(1);

    expect(await bench.rollout(1)).toMatchObject({ state: "canary", canaryPassed: true });
    const entries = await bench.read((tx) => tx.ledger.readOf(bench.repository.id, 0, 1000));
    const windows = entries.flatMap(({ entry }) => (entry.kind === "window" ? [entry.body] : []));
    expect(windows).toMatchObject([
      { stage: "shadow", inputs: expect.stringMatching(/^sha256:/) },
      {
        stage: "canary",
        units: 12,
        metrics: { failed: { units: 12 } },
        inputs: canary?.health.inputs,
      },
    ]);
    const shown = JSON.stringify([entries, bench.repository.performed]);
    expect(shown).not.toMatch(/was card|GB-/);
  }, 120_000);

  it("goes on with what comes in during a stage, and holds at its deadline without enough", async () => {
    await begin();
    await answerUnits(0, 4);
    await bench.look(1);
    expect((await bench.rollout(1))?.health.units).toBe(4);
    await answerUnits(4, 5);
    await bench.look(1);
    expect((await bench.rollout(1))?.health.units).toBe(5);
    bench.now = later(bench.now, DAY);
    await bench.look(1);

    expect(await bench.rollout(1)).toMatchObject({
      state: "held",
      reason: "evidence-deadline-passed",
      health: { units: 5 },
    });
  }, 120_000);

  it("does not see what is older than the charter lets inputs become", async () => {
    await begin();
    await answerUnits(0, 12);
    bench.now = later(bench.now, 2 * DAY);
    await bench.look(1);
    expect((await bench.rollout(1))?.health.units).toBe(0);
    await bench.watch();

    expect(await captured()).toBe("[]");
  }, 120_000);
});

describe("what the charter in force says of capture", () => {
  const rule = (redact: readonly string[] = []) => ({
    system: "triage",
    retention: DAY,
    most: 10,
    redact,
  });
  const ruleNow = () =>
    bench.read((tx) => tx.captures.ruleOf({ repositoryId: bench.repository.id, system: "triage" }));

  it("is arranged when the default branch is looked at, and ends what an earlier one allowed", async () => {
    bench = await openWatchedBench(store, CAPTURING);
    expect(await ruleNow()).toEqual({
      system: "triage",
      retention: 2 * DAY,
      most: 100,
      redact: ["/account/iban"],
    });

    bench = await openWatchedBench(store);
    await store.transact((tx) => tx.captures.arrange(bench.repository.id, [rule()]));
    await bench.watch();
    expect(await ruleNow()).toBeUndefined();
  }, 60_000);

  it("is not what somebody pushed past the app", async () => {
    bench = await openWatchedBench(store);
    bench.pushPast(CAPTURING);
    await bench.watch();

    expect(await ruleNow()).toBeUndefined();
  }, 60_000);
});
