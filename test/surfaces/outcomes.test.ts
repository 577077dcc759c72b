import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isoOf, later } from "../../src/core/kernel/instant.ts";
import { aCanary, aRollout, BEGAN } from "../support/rollouts.ts";
import { openRuntimeApp, RUNTIME_TOKEN, type RuntimeApp } from "../support/runtime-app.ts";

let runtime: RuntimeApp;

beforeAll(async () => {
  runtime = await openRuntimeApp();
});

afterEach(() => runtime.clear());

afterAll(() => runtime.close());

async function request(path: string, body: unknown, token = RUNTIME_TOKEN) {
  const answer = await runtime.app.request(path, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const parsed: {
    results: { accepted: boolean; reason_code?: string }[];
    variant: "stable" | "candidate";
  } = JSON.parse(await answer.text());
  return { status: answer.status, body: parsed };
}

/** Lets a unit be given its version, and answers which. */
async function expose(unit: string): Promise<"stable" | "candidate"> {
  const path = "/ofrep/v1/evaluate/flags/greeter";
  const { body } = await request(path, { context: { targetingKey: unit } });
  return body.variant;
}

function outcome(
  unit: string,
  parts: { readonly variant?: string; readonly [member: string]: unknown } = {},
) {
  return {
    id: `${unit}-${parts.variant ?? "stable"}`,
    rollout: "rollout-1",
    unit,
    variant: "stable",
    metrics: { resolved: 1 },
    at: isoOf(later(BEGAN, 10)),
    ...parts,
  };
}

async function report(...outcomes: readonly unknown[]) {
  const { status, body } = await request("/api/v1/outcomes", { outcomes });
  expect(status).toBe(200);
  return body.results.map((result: { accepted: boolean; reason_code?: string }) =>
    result.accepted ? "accepted" : result.reason_code,
  );
}

describe("reporting outcomes", () => {
  it("counts the outcome of a unit that was given that version", async () => {
    await runtime.save(aCanary({ share: 100 }));
    const variant = await expose("u1");

    expect(await report(outcome("u1", { variant }))).toEqual(["accepted"]);
    expect((await runtime.rollout()).health).toMatchObject({
      units: 1,
      metrics: { resolved: { candidateUnits: 1, candidateTotal: 1 } },
    });
  });

  it("answers each record by itself, so that a poisoned one takes no other with it", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await expose("u1");
    await expose("u2");
    const candidate = (unit: string, parts = {}) =>
      outcome(unit, { variant: "candidate", ...parts });

    expect(
      await report(
        candidate("u1"),
        candidate("u1", { id: "again" }),
        candidate("u2", { metrics: { resolved: -1 } }),
        candidate("u2", { metrics: {} }),
        candidate("u2", { at: isoOf(later(BEGAN, 3_600_000)) }),
        candidate("u2", { rollout: "rollout-9" }),
        candidate("u2", { variant: "stable" }),
        candidate("u2", { variant: "shadow" }),
        candidate("nobody"),
        { hello: "world" },
        null,
        candidate("u2"),
      ),
    ).toEqual([
      "accepted",
      "outcome-duplicate",
      "outcome-malformed",
      "outcome-malformed",
      "outcome-untimely",
      "not-found",
      "outcome-unexposed",
      "outcome-stage-differs",
      "outcome-unexposed",
      "outcome-malformed",
      "outcome-malformed",
      "accepted",
    ]);
    expect((await runtime.rollout()).health.units).toBe(2);
  });

  it("refuses a number that JSON overflows to infinity", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await expose("u1");
    const text = JSON.stringify({ outcomes: [outcome("u1", { variant: "candidate" })] });
    const { body } = await request(
      "/api/v1/outcomes",
      text.replace('"resolved":1', '"resolved":1e999'),
    );

    expect(body.results).toEqual([{ index: 0, accepted: false, reason_code: "outcome-malformed" }]);
  });

  it("takes a batch that is posted twice for what it is", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await expose("u1");
    await report(outcome("u1", { variant: "candidate" }));
    const before = await runtime.rollout();

    expect(await report(outcome("u1", { variant: "candidate" }))).toEqual(["outcome-duplicate"]);
    expect(await runtime.rollout()).toEqual(before);
  });

  it("returns traffic within the very request that shows the harm, and wakes the worker", async () => {
    await runtime.save(aCanary());
    const units: unknown[] = [];
    for (let index = 0; index < 240; index += 1) {
      const variant = await expose(`u${index}`);
      const resolved = variant === "stable" ? 1 : 0;
      units.push(outcome(`u${index}`, { variant, metrics: { resolved } }));
    }
    await report(...units);
    const after = await runtime.rollout();

    expect(after).toMatchObject({ state: "rolling-back", reason: "canary-breach", share: 0 });
    expect(runtime.rung).toEqual([{ repositoryId: 7, pull: 3 }]);
    expect(await expose("u1")).toBe("stable");
    const entries = await runtime.store.transact((tx) => tx.ledger.readOf(7, 0, 10));
    expect(entries.map(({ entry }) => entry.kind)).toEqual(["window", "stage"]);
    expect(entries[1]?.entry.body).toMatchObject({ reason_code: "canary-breach", share: 0 });
    const due = await runtime.store.transact((tx) => tx.work.due(later(BEGAN, 1), 10));
    expect(due).toEqual(runtime.rung);
  });

  it("wakes the worker when a stage has shown enough, and leaves the stage to it", async () => {
    await runtime.save(aRollout({ state: "shadow" }));
    for (let index = 0; index < 50; index += 1) {
      const unit = `u${index}`;
      await expose(unit);
      await report(outcome(unit), outcome(unit, { variant: "shadow", metrics: { latency_ms: 5 } }));
    }

    expect(await runtime.rollout()).toMatchObject({ state: "shadow", health: { units: 50 } });
    expect(runtime.rung).toHaveLength(1);
  });

  it("pairs shadow and production whichever is reported first, and counts no half", async () => {
    await runtime.save(aRollout({ state: "shadow" }));
    await expose("u1");
    const mirrored = outcome("u1", { variant: "shadow", metrics: { resolved: 0 } });
    await report(mirrored);
    expect((await runtime.rollout()).health.units).toBe(0);
    await report(outcome("u1"));

    expect((await runtime.rollout()).health).toMatchObject({
      units: 1,
      metrics: { resolved: { regression: { n: 1 }, stableUnits: 1, candidateUnits: 1 } },
    });
  });

  it("does not let units of an earlier step speak for this one", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await expose("u1");
    await runtime.save(aCanary({ share: 100, enteredAt: later(BEGAN, 5) }));

    expect(await report(outcome("u1", { variant: "candidate" }))).toEqual(["accepted"]);
    expect((await runtime.rollout()).health.units).toBe(0);
  });

  it("hides the roll-outs of others", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await runtime.giveToken("neighbour", ["report"], "other");
    const { body } = await request(
      "/api/v1/outcomes",
      { outcomes: [outcome("u1", { variant: "candidate" })] },
      "neighbour",
    );

    expect(body.results[0]).toMatchObject({ reason_code: "not-found" });
  });

  it.each([
    ["without records", { outcomes: [] }],
    ["with too many", { outcomes: Array(1001).fill(1) }],
    ["that is not JSON", "{"],
    ["beyond a megabyte", "x".repeat(1_100_000)],
  ])("refuses a batch %s", async (_what, body) => {
    const answer = await request("/api/v1/outcomes", body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ type: "about:blank", reason_code: "request-invalid" });
  });

  it("refuses everybody without a token, before reading what they sent", async () => {
    const answer = await request("/api/v1/outcomes", "{", "nobody");

    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ status: 401, reason_code: "request-unauthorised" });
  });
});
