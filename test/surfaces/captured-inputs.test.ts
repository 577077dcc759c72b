import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { repositoryId } from "../../src/core/kernel/ids.ts";
import { isoOf, later } from "../../src/core/kernel/instant.ts";
import { NO_HEALTH } from "../../src/core/rollout/health.ts";
import type { Rollout } from "../../src/core/rollout/rollout.ts";
import { aCanary, aRollout, BEGAN } from "../support/rollouts.ts";
import { openRuntimeApp, RUNTIME_TOKEN, type RuntimeApp } from "../support/runtime-app.ts";

const REPLAYED: Partial<Rollout> = {
  state: "shadow",
  delivery: { kind: "replay", captured: true },
};
const INPUT = { message: "where is my parcel", mail: "jo@example.org" };

let runtime: RuntimeApp;

beforeAll(async () => {
  runtime = await openRuntimeApp();
});
beforeEach(() => capture("/mail"));
afterEach(() => runtime.clear());
afterAll(() => runtime.close());

async function capture(...redact: readonly string[]): Promise<void> {
  const rule = { system: "greeter", retention: 1000, most: 5, redact };
  await runtime.store.transact((tx) => tx.captures.arrange(repositoryId(7), [rule]));
}

async function post(path: string, body: unknown, token = RUNTIME_TOKEN): Promise<unknown> {
  const answer = await runtime.app.request(path, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

/** What is answered of a unit that was asked about before. */
async function hand(input: unknown, parts: { readonly [member: string]: unknown } = {}) {
  const evaluated = await post("/ofrep/v1/evaluate/flags/greeter", {
    context: { targetingKey: "u1" },
  });
  const told = {
    id: "o1",
    rollout: "rollout-1",
    unit: "u1",
    variant: "stable",
    metrics: { resolved: 1 },
    at: isoOf(later(BEGAN, 10)),
    input,
    ...parts,
  };
  const answers = await post("/api/v1/outcomes", { outcomes: [told] });
  return { evaluated, answers };
}

async function kept(): Promise<readonly unknown[]> {
  const { rows } = await runtime.store.executeSql("SELECT input FROM captured_inputs", []);
  return rows.map(({ input }) => JSON.parse(String(input)));
}

const ACCEPTED = { accepted: 1, rejected: 0 };

describe("an outcome that hands its unit's input in", () => {
  it("has it kept, without what the charter has taken out, and is itself no evidence", async () => {
    await runtime.save(aRollout(REPLAYED));
    const { evaluated, answers } = await hand(INPUT);

    expect(evaluated).toMatchObject({ variant: "stable", metadata: { rollout: "rollout-1" } });
    expect(answers).toEqual({
      ...ACCEPTED,
      results: [{ index: 0, accepted: true, input: { kept: true } }],
    });
    expect(await kept()).toEqual([{ message: INPUT.message, mail: "[redacted]" }]);
    expect((await runtime.rollout()).health.units).toBe(0);
    expect(runtime.rung).toEqual([{ repositoryId: 7, pull: 3 }]);
  });

  it("says nothing of the candidate in the canary either, where both are given it again", async () => {
    await runtime.save(aRollout({ ...REPLAYED, state: "canary", shadowPassed: true, step: 0 }));
    const { answers } = await hand(INPUT);

    expect(answers).toMatchObject({ ...ACCEPTED, results: [{ input: { kept: true } }] });
    expect((await runtime.rollout()).health).toEqual(NO_HEALTH);
  });

  it("has nothing kept where the charter does not say so, and wakes nobody", async () => {
    await runtime.store.transact((tx) => tx.captures.arrange(repositoryId(7), []));
    await runtime.save(aRollout(REPLAYED));
    const { answers } = await hand(INPUT);

    const input = { kept: false, reason_code: "input-uncaptured" };
    expect(answers).toEqual({ ...ACCEPTED, results: [{ index: 0, accepted: true, input }] });
    expect(await kept()).toEqual([]);
    expect(runtime.rung).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["input-unredacted", { message: "my mail is jo@example.org" }],
    ["input-malformed", ["hello"]],
    ["input-malformed", null],
    ["input-too-large", { mail: "", message: "x".repeat(20_000) }],
  ])("counts where the input is dropped as %s", async (code, input) => {
    await runtime.save(aRollout(REPLAYED));
    const { answers } = await hand(input);

    expect(answers).toMatchObject({
      ...ACCEPTED,
      results: [{ input: { kept: false, reason_code: code } }],
    });
    expect(await kept()).toEqual([]);
  });

  it("has nothing kept of what the candidate was asked", async () => {
    await runtime.save(aCanary({ share: 100 }));
    const { answers } = await hand(INPUT, { variant: "candidate" });

    expect(answers).toMatchObject({
      ...ACCEPTED,
      results: [{ input: { kept: false, reason_code: "input-not-stable" } }],
    });
    expect(await kept()).toEqual([]);
  });

  it.each<[string, Partial<Rollout>, { readonly [member: string]: unknown }]>([
    ["outcome-unexposed", REPLAYED, { unit: "never asked about" }],
    ["outcome-untimely", REPLAYED, { at: isoOf(later(BEGAN, 3_600_000)) }],
    ["outcome-stage-differs", REPLAYED, { variant: "shadow" }],
    ["outcome-stage-differs", { ...REPLAYED, delivery: { kind: "replay" } }, {}],
    ["not-found", REPLAYED, { rollout: "rollout-9" }],
  ])("has nothing kept where it is refused as %s", async (code, rollout, parts) => {
    await runtime.save(aRollout(rollout));
    const { answers } = await hand(INPUT, parts);

    expect(answers).toEqual({
      accepted: 0,
      rejected: 1,
      results: [{ index: 0, accepted: false, reason_code: code }],
    });
    expect(await kept()).toEqual([]);
  });

  it("has nothing kept by a token of another system, or one that may only ask", async () => {
    await runtime.save(aRollout(REPLAYED));
    await hand(undefined);
    await runtime.giveToken("neighbour", ["report"], "other");
    await runtime.giveToken("asker", ["evaluate"]);
    const outcome = { id: "o2", rollout: "rollout-1", unit: "u1", variant: "stable", input: INPUT };
    const body = { outcomes: [{ ...outcome, metrics: { resolved: 1 }, at: isoOf(BEGAN) }] };
    const answers = await post("/api/v1/outcomes", body, "neighbour");
    const asked = await runtime.app.request("/api/v1/outcomes", {
      method: "POST",
      headers: { authorization: "Bearer asker", "content-type": "application/json" },
      body: JSON.stringify(body),
    });

    expect(answers).toMatchObject({ results: [{ reason_code: "not-found" }] });
    expect(asked.status).toBe(401);
    expect(await kept()).toEqual([]);
  });
});
