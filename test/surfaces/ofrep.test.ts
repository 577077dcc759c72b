import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { aCanary, aRollout } from "../support/rollouts.ts";
import { openRuntimeApp, pointAt, RUNTIME_TOKEN, type RuntimeApp } from "../support/runtime-app.ts";

let runtime: RuntimeApp;

beforeAll(async () => {
  runtime = await openRuntimeApp();
});

afterEach(() => runtime.clear());

afterAll(() => runtime.close());

type Ask = {
  readonly path?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

const ONE = "/ofrep/v1/evaluate/flags/greeter";
const ALL = "/ofrep/v1/evaluate/flags";

async function ask({ path = ONE, body = { context: { targetingKey: "u1" } }, headers }: Ask = {}) {
  const answer = await runtime.app.request(path, {
    method: "POST",
    headers: { authorization: `Bearer ${RUNTIME_TOKEN}`, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === "" ? {} : JSON.parse(text),
  };
}

describe("the OpenFeature Remote Evaluation Protocol", () => {
  it("answers what production runs, and counts nobody, while nothing is rolled out", async () => {
    const { stable, before, system } = aRollout();
    await pointAt(runtime, { stable, before, system });

    expect((await ask()).body).toEqual({
      key: "greeter",
      value: { artifact: stable, url: `http://localhost/api/v1/ir/artifacts/${stable}` },
      variant: "stable",
      reason: "STATIC",
      metadata: {},
    });
  });

  it("names the shadow's artifact while the roll-out is in shadow", async () => {
    const shadow = aRollout({ state: "shadow" });
    await runtime.save(shadow);

    expect((await ask()).body).toMatchObject({
      value: { artifact: shadow.stable },
      variant: "stable",
      metadata: { rollout: "rollout-1", step: -1, shadow_artifact: shadow.candidate },
    });
  });

  it("splits units by the share and keeps each on its version when the share grows", async () => {
    await runtime.save(aCanary());
    const units = Array.from({ length: 120 }, (_, index) => `unit-${index}`);
    const given = async () => {
      const variants: string[] = [];
      for (const targetingKey of units) {
        variants.push((await ask({ body: { context: { targetingKey } } })).body.variant);
      }
      return variants;
    };
    const first = await given();
    await runtime.save(aCanary({ share: 90 }));

    expect(await given()).toEqual(first);
    expect(first.filter((variant) => variant === "candidate").length).toBeGreaterThan(15);
  });

  it("sends everybody back at once when traffic returns, whatever they were given", async () => {
    await runtime.save(aCanary({ share: 100 }));
    expect((await ask()).body).toMatchObject({ variant: "candidate", reason: "SPLIT" });
    await runtime.save(aCanary({ state: "rolling-back", share: 0 }));

    expect((await ask()).body).toMatchObject({ variant: "stable", reason: "STATIC", metadata: {} });
  });

  it.each([
    ["no body", "", "PARSE_ERROR"],
    ["a body that is not JSON", "{", "PARSE_ERROR"],
    ["a body that is no object", "[]", "INVALID_CONTEXT"],
    ["no context", {}, "TARGETING_KEY_MISSING"],
    ["no targeting key", { context: {} }, "TARGETING_KEY_MISSING"],
    ["a targeting key that is no text", { context: { targetingKey: 7 } }, "INVALID_CONTEXT"],
    ["an endless key", { context: { targetingKey: "x".repeat(257) } }, "INVALID_CONTEXT"],
    ["a key with a line break", { context: { targetingKey: "a\nb" } }, "INVALID_CONTEXT"],
  ])("refuses %s in the protocol's words", async (_what, body, errorCode) => {
    await runtime.save(aCanary());
    const answer = await ask({ body });

    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ key: "greeter", errorCode });
  });

  it("takes the token from either header, and from nowhere else", async () => {
    await runtime.save(aCanary());
    const key = { authorization: "", "x-api-key": RUNTIME_TOKEN };

    expect((await ask({ headers: key })).status).toBe(200);
    for (const authorization of ["", "Bearer wrong", `Basic ${RUNTIME_TOKEN}`]) {
      const answer = await ask({ headers: { authorization } });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("content-type")).toContain("application/problem+json");
      expect(answer.body).toMatchObject({ reason_code: "request-unauthorised", status: 401 });
    }
  });

  it("needs the scope", async () => {
    await runtime.save(aCanary());
    await runtime.giveToken("reporter", ["report"]);

    expect((await ask({ headers: { authorization: "Bearer reporter" } })).status).toBe(401);
  });

  it("knows no flag of another system, and none before the first version", async () => {
    const other = await ask({ path: "/ofrep/v1/evaluate/flags/other" });
    expect(other).toMatchObject({ status: 404, body: { errorCode: "FLAG_NOT_FOUND" } });
    expect(await ask()).toMatchObject({ status: 404, body: { errorCode: "FLAG_NOT_FOUND" } });
  });

  it("writes nobody down for a flag that the token does not speak for, whoever asks beside", async () => {
    await runtime.save(aCanary());
    const asked = (targetingKey: string, path = ONE) =>
      ask({ path, body: { context: { targetingKey } } });

    const [own, elsewhere, all] = await Promise.all([
      asked("own"),
      asked("elsewhere", "/ofrep/v1/evaluate/flags/other"),
      asked("all", ALL),
    ]);

    expect([own.status, elsewhere.status, all.status]).toEqual([200, 404, 200]);
    const { rows } = await runtime.store.executeSql("SELECT unit FROM exposures ORDER BY unit", []);
    expect(rows).toEqual([{ unit: "all" }, { unit: "own" }]);
  });

  it("tells a stranger nothing of what it read, and writes nothing down", async () => {
    await runtime.save(aCanary());
    const headers = { authorization: "Bearer wrong" };

    for (const body of [{ context: { targetingKey: "u1" } }, "{", {}]) {
      expect((await ask({ headers, body })).status).toBe(401);
    }
    const { rows } = await runtime.store.executeSql("SELECT unit FROM exposures", []);
    expect(rows).toEqual([]);
  });

  it("answers in bulk with a tag that saves the second answer", async () => {
    await runtime.save(aCanary());
    const first = await ask({ path: ALL });
    const etag = first.headers.get("etag") ?? "";
    const second = await ask({ path: ALL, headers: { "if-none-match": etag } });

    expect(first.body.flags).toHaveLength(1);
    expect(first.body.flags[0]).toMatchObject({ key: "greeter" });
    expect(second.status).toBe(304);
    await runtime.save(aCanary({ state: "rolling-back", share: 0 }));
    expect((await ask({ path: ALL, headers: { "if-none-match": etag } })).status).toBe(200);
  });

  it("refuses a body beyond its bounds", async () => {
    const context = { targetingKey: "u1", more: "x".repeat(70_000) };

    expect((await ask({ body: { context } })).status).toBe(400);
  });
});
