import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { aCanary, aRollout, BEGAN } from "../support/rollouts.ts";
import { openRuntimeApp, RUNTIME_TOKEN, type RuntimeApp } from "../support/runtime-app.ts";

let runtime: RuntimeApp;

beforeAll(async () => {
  runtime = await openRuntimeApp();
});

afterEach(() => runtime.clear());

afterAll(() => runtime.close());

type Value = string | number | boolean | null;

type Sent = {
  readonly type?: string;
  readonly token?: string;
  readonly encoding?: string;
};

async function post(path: string, body: string | Uint8Array, sent: Sent = {}) {
  const answer = await runtime.app.request(path, {
    method: "POST",
    headers: {
      authorization: `Bearer ${sent.token ?? RUNTIME_TOKEN}`,
      "content-type": sent.type ?? "application/json",
      ...(sent.encoding === undefined ? {} : { "content-encoding": sent.encoding }),
    },
    body: typeof body === "string" ? body : Uint8Array.from(body),
  });
  return {
    status: answer.status,
    type: answer.headers.get("content-type") ?? "",
    bytes: new Uint8Array(await answer.arrayBuffer()),
  };
}

function jsonOf(answer: { readonly bytes: Uint8Array }): {
  partialSuccess?: Record<string, string>;
  code?: number;
  message?: string;
} {
  return JSON.parse(Buffer.from(answer.bytes).toString());
}

async function expose(unit: string): Promise<string> {
  const answer = await post(
    "/ofrep/v1/evaluate/flags/greeter",
    JSON.stringify({ context: { targetingKey: unit } }),
  );
  const { variant }: { variant: string } = JSON.parse(Buffer.from(answer.bytes).toString());
  return variant;
}

function attributesOf(values: Readonly<Record<string, Value>>) {
  return Object.entries(values).map(([key, value]) => {
    if (value === null) return { key, value: { doubleValue: null } };
    if (typeof value === "string") return { key, value: { stringValue: value } };
    return {
      key,
      value: typeof value === "boolean" ? { boolValue: value } : { doubleValue: value },
    };
  });
}

const nanoseconds = (milliseconds: number) => `${milliseconds}000000`;

let spans = 0;

/** A span of the unit `u1` under the candidate that resolved it, unless told otherwise. */
function span(
  attributes: Readonly<Record<string, Value>> = {},
  members: Readonly<Record<string, unknown>> = {},
) {
  spans += 1;
  return {
    traceId: "5B8EFFF798038103D269B633813FC60C",
    spanId: spans.toString(16).padStart(16, "0"),
    name: "invoke_agent greeter",
    startTimeUnixNano: nanoseconds(BEGAN),
    endTimeUnixNano: nanoseconds(BEGAN + 84),
    attributes: attributesOf({
      "agent_omega.rollout": "rollout-1",
      "feature_flag.key": "greeter",
      "feature_flag.context.id": "u1",
      "feature_flag.result.variant": "candidate",
      "agent_omega.metric.resolved": true,
      ...attributes,
    }),
    ...members,
  };
}

const traces = (...items: readonly unknown[]) =>
  JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: items }] }] });

const logs = (...items: readonly unknown[]) =>
  JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: items }] }] });

/** Why each span was refused when it was sent alone, or that it was taken. */
async function fateOf(...items: readonly unknown[]): Promise<string> {
  const answer = await post("/v1/traces", traces(...items));
  expect(answer.status).toBe(200);
  return jsonOf(answer).partialSuccess?.["errorMessage"] ?? "taken";
}

describe("telemetry over OTLP", () => {
  it("takes the span of a unit as its outcome", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await expose("u1");
    const answer = await post("/v1/traces", traces(span()));

    expect(answer).toMatchObject({ status: 200, type: "application/json" });
    expect(jsonOf(answer)).toEqual({});
    expect((await runtime.rollout()).health).toMatchObject({
      units: 1,
      metrics: { resolved: { candidateUnits: 1, candidateTotal: 1 } },
    });
  });

  it("takes a log record likewise, also where a guard is what an evaluator judged", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await expose("u1");
    const { attributes } = span({
      "gen_ai.evaluation.name": "resolved",
      "gen_ai.evaluation.score.label": "pass",
    });
    const record = {
      timeUnixNano: nanoseconds(BEGAN + 5),
      eventName: "gen_ai.evaluation.result",
      attributes: attributes.filter(({ key }) => key !== "agent_omega.metric.resolved"),
    };

    expect(jsonOf(await post("/v1/logs", logs(record)))).toEqual({});
    expect((await runtime.rollout()).health.units).toBe(1);
    expect(jsonOf(await post("/v1/logs", logs(record))).partialSuccess).toMatchObject({
      rejectedLogRecords: "1",
      errorMessage: expect.stringContaining("outcome-duplicate"),
    });
  });

  it.each<
    readonly [string, Readonly<Record<string, Value>>, Readonly<Record<string, unknown>>, string]
  >([
    [
      "without its guard's metric",
      { "agent_omega.metric.resolved": null },
      {},
      "outcome-malformed",
    ],
    ["with a metric that is text", { "agent_omega.metric.resolved": "1" }, {}, "outcome-malformed"],
    ["with a negative metric", { "agent_omega.metric.resolved": -1 }, {}, "outcome-malformed"],
    ["with a rate beyond one", { "agent_omega.metric.resolved": 7 }, {}, "outcome-malformed"],
    ["with negative tokens", { "gen_ai.usage.input_tokens": -4 }, {}, "outcome-malformed"],
    ["of an unknown roll-out", { "agent_omega.rollout": "rollout-9" }, {}, "not-found"],
    [
      "of a unit that was given nothing",
      { "feature_flag.context.id": "u2" },
      {},
      "outcome-unexposed",
    ],
    ["of the other variant", { "feature_flag.result.variant": "stable" }, {}, "outcome-unexposed"],
    ["of the wrong stage", { "agent_omega.variant": "shadow" }, {}, "outcome-stage-differs"],
    [
      "of a variant that there is not",
      { "feature_flag.result.variant": "blue" },
      {},
      "outcome-malformed",
    ],
    ["of another flag", { "feature_flag.key": "other" }, {}, "outcome-malformed"],
    [
      "from the future",
      {},
      { endTimeUnixNano: nanoseconds(BEGAN + 3_600_000) },
      "outcome-untimely",
    ],
    [
      "from the past",
      {},
      {
        startTimeUnixNano: nanoseconds(BEGAN - 100_000),
        endTimeUnixNano: nanoseconds(BEGAN - 90_000),
      },
      "outcome-untimely",
    ],
    [
      "that ends before it begins",
      {},
      { startTimeUnixNano: nanoseconds(BEGAN + 100) },
      "outcome-malformed",
    ],
    ["that never ended", {}, { endTimeUnixNano: "0" }, "outcome-malformed"],
    ["without an identity", {}, { spanId: "0000000000000000" }, "outcome-malformed"],
    ["from before all time", {}, { endTimeUnixNano: "-1" }, "outcome-malformed"],
    ["beyond all time", {}, { endTimeUnixNano: "18446744073709551615" }, "outcome-untimely"],
  ])("never counts a span %s", async (_what, attributes, members, reason) => {
    await runtime.save(aCanary({ share: 100 }));
    await expose("u1");

    expect(await fateOf(span(attributes, members))).toContain(reason);
    expect((await runtime.rollout()).health.units).toBe(0);
  });

  it("never counts a number that JSON has no sign for", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await expose("u1");
    for (const doubleValue of ["NaN", "Infinity", "-Infinity"]) {
      const poisoned = span();
      poisoned.attributes.push({
        key: "agent_omega.metric.resolved",
        value: JSON.parse(JSON.stringify({ doubleValue })),
      });
      expect(await fateOf(poisoned)).toContain("outcome-malformed");
    }
    expect((await runtime.rollout()).health.units).toBe(0);
  });

  it("counts a span id once, and a unit once", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await expose("u1");
    await expose("u2");
    const first = span();

    expect(await fateOf(first)).toBe("taken");
    expect(
      await fateOf({ ...span({ "feature_flag.context.id": "u2" }), spanId: first.spanId }),
    ).toContain("outcome-duplicate");
    expect(await fateOf(span())).toContain("outcome-duplicate");
    expect((await runtime.rollout()).health.units).toBe(1);
  });

  it("passes over what is about no roll-out, as most of a runtime's telemetry is", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await expose("u1");
    const step = { ...span(), attributes: attributesOf({ "gen_ai.operation.name": "chat" }) };
    const flags = attributesOf({ "feature_flag.key": "logo", "feature_flag.set.id": "project-1" });

    expect(await fateOf(step, { ...span(), attributes: flags }, span())).toBe("taken");
    const evaluation = { eventName: "feature_flag.evaluation", ...span() };
    expect(jsonOf(await post("/v1/logs", logs(evaluation)))).toEqual({});
    expect((await runtime.rollout()).health.units).toBe(1);
  });

  it("answers each record by itself, and says how many were refused and why", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await expose("u1");
    const answer = await post(
      "/v1/traces",
      traces(
        span({ "agent_omega.metric.resolved": -1 }),
        span(),
        span(),
        span({ "agent_omega.rollout": "x" }),
      ),
    );

    expect(jsonOf(answer).partialSuccess).toMatchObject({ rejectedSpans: "3" });
    expect(jsonOf(answer).partialSuccess?.["errorMessage"]).toMatch(
      /outcome-malformed \(1\).*outcome-duplicate \(1\).*not-found \(1\)/,
    );
    expect((await runtime.rollout()).health.units).toBe(1);
  });

  it("reads more records than one transaction takes", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await expose("u1");
    const many = Array.from({ length: 1001 }, () => span({ "feature_flag.context.id": "u9" }));

    expect(await fateOf(...many, span())).toContain("outcome-unexposed (1001)");
    expect((await runtime.rollout()).health.units).toBe(1);
  });

  it("pairs what the shadow answered with production", async () => {
    await runtime.save(aRollout({ state: "shadow" }));
    await expose("u1");

    expect(
      await fateOf(
        span({ "feature_flag.result.variant": "stable" }),
        span({ "feature_flag.result.variant": "stable", "agent_omega.variant": "shadow" }),
      ),
    ).toBe("taken");
    expect((await runtime.rollout()).health.units).toBe(1);
  });
});

describe("what OTLP asks of a receiver", () => {
  const protobuf = { type: "application/x-protobuf" };

  it("takes a gzipped body, and none that unpacks without end", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await expose("u1");
    const bomb = gzipSync(Buffer.alloc(17 * 1024 * 1024, " "));

    expect((await post("/v1/traces", gzipSync(traces(span())), { encoding: "gzip" })).status).toBe(
      200,
    );
    expect((await runtime.rollout()).health.units).toBe(1);
    expect((await post("/v1/traces", bomb, { encoding: "gzip" })).status).toBe(413);
    expect((await post("/v1/traces", traces(), { encoding: "gzip" })).status).toBe(400);
    expect((await post("/v1/traces", traces(), { encoding: "br" })).status).toBe(415);
  });

  it.each([
    ["that is not JSON", "{", {}, 400, 3],
    ["that is no request", '{"resourceSpans": 7}', {}, 400, 3],
    ["with a time that is no number", traces(span({}, { endTimeUnixNano: "soon" })), {}, 400, 3],
    ["of another type", "a=b", { type: "text/plain" }, 415, 3],
    ["without a type", "", { type: "" }, 415, 3],
    ["beyond four mebibytes", " ".repeat(4 * 1024 * 1024 + 1), {}, 413, 8],
    ["of nobody", "{", { token: "nobody" }, 401, 16],
  ])("refuses a body %s with a status of google.rpc", async (_what, body, sent, status, code) => {
    const answer = await post("/v1/traces", body, sent);

    expect(answer.status).toBe(status);
    expect(jsonOf(answer)).toEqual({ code, message: expect.stringMatching(/^[a-z-]+: .+\.$/) });
  });

  it("needs the scope, and sees the roll-outs of its own system only", async () => {
    await runtime.save(aCanary({ share: 100 }));
    await runtime.giveToken("asker", ["evaluate"]);
    await runtime.giveToken("neighbour", ["report"], "other");
    const foreign = traces(span({ "feature_flag.key": "other" }));

    expect((await post("/v1/traces", traces(span()), { token: "asker" })).status).toBe(401);
    const answer = await post("/v1/traces", foreign, { token: "neighbour" });
    expect(jsonOf(answer).partialSuccess?.["errorMessage"]).toContain("not-found");
  });

  it("answers protobuf in protobuf, whether it was taken, refused in part or not read", async () => {
    await runtime.save(aCanary({ share: 100 }));
    const empty = await post("/v1/logs", new Uint8Array(), protobuf);
    expect(empty).toMatchObject({ status: 200, type: protobuf.type });
    expect(empty.bytes).toHaveLength(0);

    const partial = await post("/v1/logs", aLog("rollout-9"), protobuf);
    expect(partial).toMatchObject({ status: 200, type: protobuf.type });
    // Field 1, the partial success; in it field 1, one record refused.
    expect([...partial.bytes.subarray(0, 1), ...partial.bytes.subarray(2, 4)]).toEqual([
      0x0a, 0x08, 1,
    ]);
    expect(Buffer.from(partial.bytes).toString()).toContain("outcome-malformed (1)");

    const unread = await post("/v1/logs", new Uint8Array([0x0a, 0x7f, 1]), protobuf);
    expect(unread).toMatchObject({ status: 400, type: protobuf.type });
    expect([...unread.bytes.subarray(0, 2)]).toEqual([0x08, 3]);
    expect(Buffer.from(unread.bytes).toString()).toContain("telemetry-unreadable");
  });

  it.each([
    ["a length beyond its end", [0x0a, 0x05, 0x12]],
    ["a part beyond its whole", [0x0a, 0x02, 0x12, 0x04, 0x12, 0x02]],
    ["a group without end", [0x0b, 0x08]],
    ["a field number of nought", [0x00, 0x00]],
    ["a number that does not end", [0x08, ...Array<number>(11).fill(0xff)]],
    ["groups within groups without end", Array<number>(200).fill(0x0b)],
  ])("does not read %s", async (_what, bytes) => {
    expect((await post("/v1/traces", new Uint8Array(bytes), protobuf)).status).toBe(400);
  });

  it("skips fields that it does not know", async () => {
    const unknown = new BinaryWriter().tag(99, WireType.LengthDelimited).string("new").finish();

    expect((await post("/v1/traces", unknown, protobuf)).status).toBe(200);
  });
});

/** A log record with nothing but the name of a roll-out. */
function aLog(rollout: string): Uint8Array {
  const writer = new BinaryWriter();
  for (const field of [1, 2, 2, 6]) writer.tag(field, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).string("agent_omega.rollout");
  writer.tag(2, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).string(rollout).join();
  for (let open = 0; open < 4; open += 1) writer.join();
  return writer.finish();
}
