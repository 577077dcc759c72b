import { afterAll, beforeAll, expect, test } from "vitest";
import { appToken, openStage, type Answer, type Stage } from "./stage.ts";

const repo = "/repos/alice/agents";

let stage: Stage;
const made = new Map<string, Answer["body"]>();

async function make(name: string, path: string, body: object): Promise<void> {
  const answer = await stage.app("POST", repo + path, body);
  expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  made.set(name, answer.body);
}

beforeAll(async () => {
  stage = await openStage();
  const pull = await stage.propose();
  const head = pull.head.sha;
  await make("blob", "/git/blobs", { content: "eA==", encoding: "base64" });
  const tree = [{ path: "x.txt", mode: "100644", type: "blob", content: "x" }];
  await make("tree", "/git/trees", { tree });
  const commit = { message: "m", tree: made.get("tree").sha, parents: [head] };
  await make("commit", "/git/commits", commit);
  await make("label", "/labels", { name: "omega:hold", color: "ffffff", description: "Wait" });
  await make("comment", "/issues/1/comments", { body: "hello" });
  await make("run", "/check-runs", { name: "x", head_sha: head, conclusion: "success" });
  await make("review", "/pulls/1/reviews", { body: "so far" });
  const deployment = { ref: head, environment: "a/shadow", auto_merge: false };
  await make("deployment", "/deployments", { ...deployment, required_contexts: [] });
  const status = { state: "in_progress", log_url: "http://127.0.0.1/log" };
  await make("status", `/deployments/${made.get("deployment").id}/statuses`, {
    ...status,
    environment_url: "http://127.0.0.1/",
  });
  const point = { commit_id: head, path: "systems/a.txt", line: 5, side: "RIGHT", body: "here" };
  await make("point", "/pulls/1/comments", point);
  await make("reply", `/pulls/1/comments/${made.get("point").id}/replies`, { body: "yes" });
});
afterAll(() => stage.close());

function id(name: string): string {
  return String(made.get(name).id ?? made.get(name).sha);
}

test("everything that was made can be read again by its address", async () => {
  const paths = [
    "",
    `/git/blobs/${id("blob")}`,
    `/git/trees/${id("tree")}`,
    `/git/commits/${id("commit")}`,
    "/git/ref/heads/main",
    "/git/matching-refs/heads/",
    "/branches",
    "/branches/main",
    "/commits",
    "/commits/topic",
    "/contents/README.md",
    "/contents/systems",
    "/compare/main...topic",
    "/labels",
    `/labels/${encodeURIComponent("omega:hold")}`,
    "/issues/1",
    "/issues/1/labels",
    "/issues/1/comments",
    "/issues/comments",
    `/issues/comments/${id("comment")}`,
    "/pulls?state=all&sort=updated",
    "/pulls/1/commits",
    "/pulls/1/files",
    "/pulls/1/comments",
    "/pulls/1/reviews",
    `/pulls/1/reviews/${id("review")}`,
    `/pulls/1/reviews/${id("review")}/comments`,
    `/pulls/comments/${id("point")}`,
    `/check-runs/${id("run")}`,
    `/check-runs/${id("run")}/annotations`,
    "/commits/topic/check-runs",
    "/commits/topic/check-suites",
    `/check-suites/${made.get("run").check_suite.id}`,
    `/check-suites/${made.get("run").check_suite.id}/check-runs`,
    "/deployments?environment=a%2Fshadow",
    `/deployments/${id("deployment")}`,
    `/deployments/${id("deployment")}/statuses`,
    `/deployments/${id("deployment")}/statuses/${id("status")}`,
    "/environments",
    "/environments/a%2Fshadow",
    "/rules/branches/main",
    "/rulesets",
    "/collaborators/bob/permission",
  ];
  for (const path of paths) {
    const answer = await stage.app("GET", repo + path);
    expect(answer.status, path).toBe(200);
    expect(answer.headers.get("etag"), path).not.toBeNull();
  }
});

test("an app reads itself, its installations and its hook", async () => {
  const jwt = stage.as(appToken(stage.github));
  const paths = [
    "/app",
    "/app/installations",
    `/app/installations/${stage.installationId}`,
    `${repo}/installation`,
    "/app/hook/config",
  ];
  for (const path of paths) expect((await jwt("GET", path)).status, path).toBe(200);
  await stage.github.deliveries.settled();
  const rows = await jwt("GET", "/app/hook/deliveries?per_page=5");
  expect(rows.body).toHaveLength(5);
  const one = await jwt("GET", `/app/hook/deliveries/${rows.body[0].id}`);
  expect(one.body.request.headers["x-github-event"]).toBe(rows.body[0].event);
});

test("a person reads accounts and the same repository by number", async () => {
  const { body } = await stage.alice("GET", repo);
  expect((await stage.alice("GET", `/repositories/${body.id}`)).body.full_name).toBe(
    "alice/agents",
  );
  expect((await stage.alice("GET", "/user")).body.login).toBe("alice");
  expect((await stage.app("GET", "/user")).status).toBe(403);
  expect((await stage.app("GET", "/users/agent-omega[bot]")).body.type).toBe("Bot");
  expect((await stage.alice("GET", `${repo}/collaborators`)).body).toHaveLength(3);
});

test("a person changes what only people change", async () => {
  const environment = await stage.alice("PUT", `${repo}/environments/a%2Fcanary`, {
    wait_timer: 5,
  });
  expect(environment.body.protection_rules[0].wait_timer).toBe(5);
  const label = `${repo}/labels/${encodeURIComponent("omega:hold")}`;
  expect((await stage.alice("PATCH", label, { color: "000000" })).body.color).toBe("000000");
  const suite = made.get("run").check_suite.id;
  expect((await stage.alice("POST", `${repo}/check-suites/${suite}/rerequest`)).status).toBe(201);
  const labels = { labels: ["a", "b"] };
  expect((await stage.alice("PUT", `${repo}/issues/1/labels`, labels)).body).toHaveLength(2);
  expect((await stage.alice("DELETE", `${repo}/issues/1/labels`)).status).toBe(204);
});

test("pending work is submitted, and what was made can be taken back", async () => {
  const review = `${repo}/pulls/1/reviews/${id("review")}/events`;
  expect((await stage.app("POST", review, { event: "COMMENT" })).body.state).toBe("COMMENTED");
  const point = `${repo}/pulls/comments/${id("point")}`;
  expect((await stage.app("PATCH", point, { body: "there" })).body.body).toBe("there");
  expect((await stage.app("DELETE", point)).status).toBe(204);
  const comment = `${repo}/issues/comments/${id("comment")}`;
  expect((await stage.app("DELETE", comment)).status).toBe(204);
  expect((await stage.app("DELETE", `${repo}/deployments/${id("deployment")}`)).status).toBe(204);
});

test("pages show pull requests and deployments, and never a proposer's HTML", async () => {
  const evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> <!-- unseen -->";
  await stage.app("POST", `${repo}/issues/1/comments`, { body: evil });
  await stage.alice("PATCH", `${repo}/pulls/1`, { title: "<b>bold</b>", body: evil });
  for (const path of ["", "/pull/1", "/deployments"]) {
    const response = await fetch(`${stage.github.url}/alice/agents${path}`);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).not.toMatch(/<script|<img|<b>bold|unseen/);
  }
  expect((await fetch(`${stage.github.url}/alice/agents/pull/99`)).status).toBe(404);
});
