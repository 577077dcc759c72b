import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRuntimeApp, type RuntimeApp } from "../support/runtime-app.ts";

let runtime: RuntimeApp;

beforeAll(async () => {
  runtime = await openRuntimeApp();
});

afterAll(() => runtime.close());

async function post(
  body: unknown,
  headers: Readonly<Record<string, string>> = { authorization: "Bearer a.b.c" },
): Promise<{ readonly status: number; readonly reason: unknown }> {
  const answer = await runtime.app.request("/api/v1/evaluations/abc/results", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const { reason_code: reason }: { reason_code?: unknown } = JSON.parse(await answer.text());
  return { status: answer.status, reason };
}

const ROW = { side: "candidate", suite: "public", item: "p-1", output: { mood: "glad" } };

describe("handing in a workflow run's answers", () => {
  it("takes a token that GitHub signed, and nothing else", async () => {
    const refused = { status: 401, reason: "results-token-refused" };
    expect(await post({ results: [ROW] })).toEqual(refused);
    expect(await post({ results: [ROW] }, {})).toEqual({
      status: 401,
      reason: "request-unauthorised",
    });
  });

  it.each<[string, unknown]>([
    ["no JSON", "hello"],
    ["no results", {}],
    ["marks of its own", { results: [{ ...ROW, correct: 1 }] }],
    ["a sealed suite", { results: [{ ...ROW, suite: "sealed" }] }],
    ["an output that is no object", { results: [{ ...ROW, output: "glad" }] }],
    ["more rows than are taken", { results: Array.from({ length: 20_001 }, () => ROW) }],
    ["more bytes than are read", { results: [{ ...ROW, output: { x: "x".repeat(9_000_000) } }] }],
  ])("refuses %s", async (_what, body) => {
    expect(await post(body)).toEqual({ status: 400, reason: "request-invalid" });
  });
});
