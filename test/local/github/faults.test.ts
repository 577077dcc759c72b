import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, openStage, type Stage } from "./stage.ts";

const repo = "/repos/alice/agents";
const comments = { method: "POST", route: "/repos/{owner}/{repo}/issues/{issue_number}/comments" };

let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
  await stage.propose();
});
afterEach(() => stage.close());

function comment(): Promise<Answer> {
  return stage.app("POST", `${repo}/issues/1/comments`, { body: "hello" });
}

async function count(): Promise<number> {
  const { body } = await stage.alice("GET", `${repo}/issues/1/comments`);
  return body.length;
}

test.each([
  ["before", 0],
  ["after", 1],
] as const)("an error %s the effect leaves %i comments", async (when, left) => {
  stage.github.faults.inject(comments, { kind: "error", status: 502, when });
  expect((await comment()).status).toBe(502);
  expect(await count()).toBe(left);
  expect((await comment()).status).toBe(201);
});

test.each([
  [403, 7, "7"],
  [429, undefined, null],
] as const)(
  "a secondary limit says %i before anything is done",
  async (status, seconds, header) => {
    const fault = { kind: "limit", status, ...(seconds === undefined ? {} : { seconds }) } as const;
    stage.github.faults.inject(comments, fault);
    const answered = await comment();
    expect(answered.status).toBe(status);
    expect(answered.body.message).toContain("secondary rate limit");
    expect(answered.headers.get("retry-after")).toBe(header);
    expect(await count()).toBe(0);
  },
);

test("a caller in the same process meets the same faults and is shown as well", async () => {
  const seen: unknown[] = [];
  stage.github.onExchange(({ actor, status }) => seen.push([actor, status]));
  const ask = () => stage.github.fetch(`${stage.github.url}/api/v3${repo}/issues/1/comments`);
  stage.github.faults.inject({ method: "GET" }, { kind: "drop", when: "before" });
  await expect(ask()).rejects.toThrow("fetch failed");
  expect(await ask()).toMatchObject({ status: 401, url: expect.stringContaining(repo) });
  expect(seen).toEqual([["anonymous", 401]]);
});

test("a dropped connection after the effect leaves the effect", async () => {
  stage.github.faults.inject(comments, { kind: "drop", when: "after" });
  await expect(comment()).rejects.toThrow();
  expect(await count()).toBe(1);
});

test.each([
  ["before", 0],
  ["after", 1],
] as const)("a request held %s performing waits with %i comments made", async (when, left) => {
  const hold = stage.github.faults.hold(comments, when);
  const pending = comment();
  const arrival = await hold.arrived;
  expect(arrival).toMatchObject({ method: "POST", actor: "agent-omega[bot]" });
  expect(await count()).toBe(left);
  hold.release();
  expect((await pending).status).toBe(201);
});

test("a fault strikes as often as it was asked to", async () => {
  stage.github.faults.inject(comments, { kind: "error", status: 500, when: "before" }, 2);
  const statuses = [await comment(), await comment(), await comment()].map((one) => one.status);
  expect(statuses).toEqual([500, 500, 201]);
});

test.each([
  ["duplicated", ["issue_comment.created", "issue_comment.created", "pull_request.labeled"]],
  ["reordered", ["pull_request.labeled", "issue_comment.created"]],
] as const)("a delivery can be %s", async (kind, expected) => {
  const before = (await stage.events()).length;
  stage.github.faults.injectDelivery({ event: "issue_comment" }, { kind });
  await comment();
  await stage.alice("POST", `${repo}/issues/1/labels`, { labels: ["x"] });
  expect((await stage.events()).slice(before)).toEqual(expected);
});

test("every exchange names its route template, its actor and what was said", async () => {
  const seen: unknown[] = [];
  const stop = stage.github.onExchange((exchange) => seen.push(exchange));
  await comment();
  stop();
  await comment();
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({
    ...comments,
    path: `${repo}/issues/1/comments`,
    status: 201,
    actor: "agent-omega[bot]",
    requestBody: { body: "hello" },
    responseBody: { body: "hello" },
  });
});
