import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { appToken, perform, permissions, type Behaviour } from "./stage.ts";

const repo = "/repos/alice/agents";

const behaviours: readonly Behaviour[] = [
  {
    source:
      "rest/using-the-rest-api/troubleshooting-the-rest-api#404-not-found-for-an-existing-resource",
    says: "a private repository is a 404 for those who may not see it",
    show: async ({ github, dave, alice, app }) => {
      github.createRepository({ owner: "alice", name: "hidden", files: {}, private: true });
      expect((await dave("GET", "/repos/alice/hidden")).status).toBe(404);
      expect((await app("GET", "/repos/alice/hidden")).status).toBe(404);
      expect((await alice("GET", "/repos/alice/hidden")).status).toBe(200);
    },
  },
  {
    source: "rest/repos/repos#update-a-repository",
    says: "an administrator shows a repository to everybody and hides it again, and nobody else does",
    show: async ({ bob, dave, alice, app }) => {
      expect((await bob("PATCH", repo, { private: true })).status).toBe(403);
      expect((await app("PATCH", repo, { private: true })).status).toBe(403);
      const hidden = await alice("PATCH", repo, { private: true });
      expect(hidden.body).toMatchObject({ private: true, visibility: "private" });
      expect((await dave("GET", repo)).status).toBe(404);
      await alice("PATCH", repo, { visibility: "public" });
      expect((await dave("GET", repo)).body).toMatchObject({ private: false });
    },
  },
  {
    source: "repositories/creating-and-managing-repositories/about-repositories",
    says: "an internal repository is called private, and read by every member",
    show: async ({ github, dave, as }) => {
      github.createRepository({ owner: "alice", name: "inner", files: {}, visibility: "internal" });
      const seen = await dave("GET", "/repos/alice/inner");
      expect(seen.body).toMatchObject({ private: true, visibility: "internal" });
      const path = "/repos/alice/inner/collaborators/dave/permission";
      expect((await dave("GET", path)).body).toMatchObject({ permission: "read" });
      expect((await fetch(`${github.url}/api/v3/repos/alice/inner`)).status).toBe(404);
      expect((await as(github.tokenFor("alice"))("GET", "/repos/alice/inner")).status).toBe(200);
    },
  },
  {
    source: "repositories/creating-and-managing-repositories/renaming-a-repository",
    says: "a former name leads on until another repository takes it",
    show: async ({ github, alice, dave }) => {
      const { id } = (await alice("GET", repo)).body;
      await alice("PATCH", repo, { name: "crew" });
      expect((await dave("GET", repo)).body).toMatchObject({ id, full_name: "alice/crew" });
      github.createRepository({ owner: "alice", name: "agents", files: {} });
      expect((await dave("GET", repo)).body.id).not.toBe(id);
      await alice("PATCH", "/repos/alice/crew", { private: true });
      expect((await dave("GET", "/repos/alice/crew")).status).toBe(404);
    },
  },
  {
    source: "pull-requests/collaborating-with-pull-requests/working-with-forks/about-forks",
    says: "a repository counts its forks",
    show: async ({ github, alice }) => {
      expect((await alice("GET", repo)).body).toMatchObject({ forks_count: 0 });
      github.createFork({ of: "alice/agents", owner: "dave" });
      expect((await alice("GET", repo)).body).toMatchObject({ fork: false, forks_count: 1 });
      const fork = await alice("GET", "/repos/dave/agents");
      expect(fork.body).toMatchObject({ fork: true, forks_count: 0 });
    },
  },
  {
    source: "rest/authentication/authenticating-to-the-rest-api#failed-login-limit",
    says: "an unknown token is a 401 with documentation",
    show: async ({ as }) => {
      const answer = await as("ghp_wrong")("GET", repo);
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({ message: "Bad credentials", status: "401" });
      expect(answer.body.documentation_url).toContain("https://docs.github.com/");
    },
  },
  {
    source:
      "apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app",
    says: "a JSON web token that lives longer than ten minutes or is expired is refused",
    show: async ({ github, as }) => {
      expect((await as(appToken(github))("GET", "/app")).body.id).toBe(github.appId);
      expect((await as(appToken(github, 3600))("GET", "/app")).status).toBe(401);
      expect((await as(appToken(github, -5))("GET", "/app")).status).toBe(401);
      const [head, body] = appToken(github).split(".");
      expect((await as(`${head}.${body}.AAAA`)("GET", "/app")).status).toBe(401);
    },
  },
  {
    source: "rest/apps/apps#create-an-installation-access-token-for-an-app",
    says: "a token of fewer permissions does less, and of more is refused",
    show: async ({ github, as, installationId, propose }) => {
      await propose();
      const path = `/app/installations/${installationId}/access_tokens`;
      const jwt = as(appToken(github));
      const small = await jwt("POST", path, { permissions: { contents: "read" } });
      const token = as(small.body.token);
      expect((await token("GET", `${repo}/contents/README.md`)).status).toBe(200);
      const labels = await token("POST", `${repo}/issues/1/labels`, { labels: ["x"] });
      expect(labels.status).toBe(403);
      expect(labels.body.message).toBe("Resource not accessible by integration");
      expect((await jwt("POST", path, { permissions: { actions: "write" } })).status).toBe(422);
    },
  },
  {
    source: "rest/apps/apps#create-an-installation-access-token-for-an-app",
    says: "a token covers the repositories it was asked for",
    show: async ({ github, as, installationId }) => {
      const more = github.createRepository({
        owner: "alice",
        name: "more",
        files: {},
        private: true,
      });
      github.installApp({ repository: "alice/more", permissions, events: [] });
      const path = `/app/installations/${installationId}/access_tokens`;
      const granted = await as(appToken(github))("POST", path, { repository_ids: [more.id] });
      const token = as(granted.body.token);
      expect((await token("GET", "/repos/alice/more")).status).toBe(200);
      const file = { message: "m", content: "eA==" };
      expect((await token("PUT", `${repo}/contents/x`, file)).status).toBe(403);
      expect((await token("GET", "/installation/repositories")).body.total_count).toBe(1);
    },
  },
  {
    source:
      "apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app",
    says: "an installation token expires after one hour",
    show: async ({ github, as, installationId }) => {
      const path = `/app/installations/${installationId}/access_tokens`;
      const granted = await as(appToken(github))("POST", path);
      const life = Date.parse(granted.body.expires_at) - Date.now();
      expect(Math.round(life / 60_000)).toBe(60);
      const held = github.world.installationTokens.get(granted.body.token);
      if (held === undefined) throw new Error("the token is unknown");
      github.world.installationTokens.set(held.token, { ...held, expiresAt: new Date(0) });
      expect((await as(held.token)("GET", repo)).status).toBe(401);
    },
  },
  {
    source: "rest/collaborators/collaborators#get-repository-permissions-for-a-user",
    says: "the role is told exactly, the permission in its four old words",
    show: async ({ alice, app, github }) => {
      github.createUser("mia");
      await alice("PUT", `${repo}/collaborators/mia`, { permission: "maintain" });
      const roles = async (login: string): Promise<unknown[]> => {
        const { body } = await app("GET", `${repo}/collaborators/${login}/permission`);
        return [body.permission, body.role_name];
      };
      expect(await roles("alice")).toEqual(["admin", "admin"]);
      expect(await roles("mia")).toEqual(["write", "maintain"]);
      expect(await roles("carol")).toEqual(["read", "triage"]);
    },
  },
  {
    source:
      "organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization",
    says: "triage sets labels and readers do not",
    show: async ({ carol, dave, propose }) => {
      await propose();
      const path = `${repo}/issues/1/labels`;
      expect((await carol("POST", path, { labels: ["a"] })).status).toBe(200);
      expect((await dave("POST", path, { labels: ["b"] })).status).toBe(403);
    },
  },
  {
    source: "webhooks/webhook-events-and-payloads#pull_request",
    says: "several labels at once are told one by one in their order, with who set them",
    show: async ({ carol, propose, events, received }) => {
      await propose();
      const before = (await events()).length;
      await carol("POST", `${repo}/issues/1/labels`, { labels: ["one", "two"] });
      await carol("POST", `${repo}/issues/1/labels`, { labels: ["two"] });
      await events();
      const told = received.slice(before).map((one) => [one.name, one.payload.label.name]);
      expect(told).toEqual([
        ["pull_request.labeled", "one"],
        ["pull_request.labeled", "two"],
      ]);
      expect(received.at(-1)?.payload.sender.login).toBe("carol");
    },
  },
  {
    source: "webhooks/webhook-events-and-payloads#pull_request",
    says: "unlabeled names the label that is no longer among the pull request's",
    show: async ({ carol, propose, events, received }) => {
      await propose();
      await carol("POST", `${repo}/issues/1/labels`, { labels: ["omega:canary"] });
      const removed = await carol("DELETE", `${repo}/issues/1/labels/omega%3Acanary`);
      expect(removed.body).toEqual([]);
      expect((await events()).at(-1)).toBe("pull_request.unlabeled");
      expect(received.at(-1)?.payload.label.name).toBe("omega:canary");
      expect(received.at(-1)?.payload.pull_request.labels).toEqual([]);
      const again = await carol("DELETE", `${repo}/issues/1/labels/omega%3Acanary`);
      expect(again).toMatchObject({ status: 404, body: { message: "Label does not exist" } });
    },
  },
  {
    source: "webhooks/webhook-events-and-payloads#issue_comment",
    says: "a comment is told when made and with its old text when edited",
    show: async ({ dave, propose, events, received }) => {
      await propose();
      const made = await dave("POST", `${repo}/issues/1/comments`, { body: "/omega canary" });
      await dave("PATCH", `${repo}/issues/comments/${made.body.id}`, { body: "never mind" });
      expect((await events()).slice(-2)).toEqual(["issue_comment.created", "issue_comment.edited"]);
      expect(received.at(-1)?.payload.changes).toEqual({ body: { from: "/omega canary" } });
      expect(received.at(-1)?.payload.issue.pull_request).toBeDefined();
    },
  },
  {
    source: "webhooks/using-webhooks/validating-webhook-deliveries",
    says: "the signature covers the bytes that were sent",
    show: async ({ github, propose, events, received }) => {
      await propose();
      await events();
      for (const { bytes, signature } of received) {
        const hmac = createHmac("sha256", github.webhookSecret).update(bytes).digest("hex");
        expect(signature).toBe(`sha256=${hmac}`);
      }
    },
  },
  {
    source: "rest/apps/webhooks#redeliver-a-delivery-for-an-app-webhook",
    says: "a redelivery keeps the delivery's GUID and payload",
    show: async ({ github, as, propose, events, received }) => {
      await propose();
      await events();
      const jwt = as(appToken(github));
      const { body } = await jwt("GET", "/app/hook/deliveries?per_page=1");
      const [last] = body;
      expect((await jwt("POST", `/app/hook/deliveries/${last.id}/attempts`)).status).toBe(202);
      await events();
      expect(received.at(-1)?.guid).toBe(last.guid);
      expect(received.at(-1)?.bytes).toBe(received.at(-2)?.bytes);
      const rows = await jwt("GET", "/app/hook/deliveries?per_page=1");
      expect(rows.body[0]).toMatchObject({ redelivery: true, guid: last.guid, status: "OK" });
      expect(rows.headers.get("link")).toContain("cursor=");
    },
  },
  {
    source: "webhooks/using-webhooks/handling-failed-webhook-deliveries",
    says: "a failed delivery is kept and not sent again by itself",
    show: async ({ github, as, propose, events }) => {
      github.faults.injectDelivery({ event: "pull_request" }, { kind: "lost" });
      await propose();
      expect(await events()).not.toContain("pull_request.opened");
      const failed = await as(appToken(github))("GET", "/app/hook/deliveries?status=failure");
      expect(failed.body.map((one: { event: string }) => one.event)).toEqual(["pull_request"]);
    },
  },
  {
    source:
      "rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate",
    says: "an unchanged resource answers 304 and costs nothing",
    show: async ({ github, as, alice }) => {
      const first = await alice("GET", repo);
      const etag = String(first.headers.get("etag"));
      const again = await as(github.tokenFor("alice"), { "if-none-match": etag })("GET", repo);
      expect(again.status).toBe(304);
      const next = await alice("GET", repo);
      const used = (answer: typeof first): number => Number(answer.headers.get("x-ratelimit-used"));
      expect(used(next)).toBe(used(first) + 1);
    },
  },
  {
    source: "rest/using-the-rest-api/using-pagination-in-the-rest-api#using-link-headers",
    says: "pages are linked by prev, next, last and first, with a hundred items at most",
    show: async ({ alice, as, github, propose }) => {
      await propose();
      const labels = Array.from({ length: 120 }, (_, at) => `label-${at}`);
      await alice("POST", `${repo}/issues/1/labels`, { labels });
      const first = await alice("GET", `${repo}/labels?per_page=500`);
      expect(first.body).toHaveLength(100);
      const link = String(first.headers.get("link"));
      expect(link).toContain('rel="next"');
      const next = /<([^>]+)>; rel="next"/.exec(link)?.[1] ?? "";
      const second = await as(github.tokenFor("alice"))("GET", next);
      expect(second.body).toHaveLength(20);
      expect(second.headers.get("link")).toMatch(/rel="prev".*rel="first"/);
    },
  },
  {
    source: "rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit",
    says: "beyond the limit every request is a 403 with nothing remaining",
    options: { rateLimit: 12 },
    show: async ({ dave }) => {
      for (let at = 0; at < 12; at += 1) await dave("GET", repo);
      const answer = await dave("GET", repo);
      expect(answer.status).toBe(403);
      expect(answer.headers.get("x-ratelimit-remaining")).toBe("0");
    },
  },
  {
    source: "rest/actions/workflows#create-a-workflow-dispatch-event",
    says: "a workflow is dispatched with actions: write, at a branch, where it has that trigger",
    show: async ({ alice, app, push }) => {
      const path = `${repo}/actions/workflows/run.yml/dispatches`;
      expect((await alice("POST", path, { ref: "main" })).status).toBe(404);
      await push("main", ".github/workflows/run.yml", "on: push\n");
      expect((await alice("POST", path, { ref: "main" })).status).toBe(422);
      await push("main", ".github/workflows/run.yml", "on:\n  workflow_dispatch:\n");
      expect((await alice("POST", path, { ref: "nowhere" })).status).toBe(422);
      expect((await app("POST", path, { ref: "main" })).status).toBe(403);
      expect((await alice("POST", path, { ref: "main" })).status).toBe(204);
      const asked = { ref: "main", inputs: { a: "b" }, return_run_details: true };
      const started = await alice("POST", path, asked);
      expect(started).toMatchObject({ status: 200, body: { workflow_run_id: expect.any(Number) } });
    },
  },
];

test.each(behaviours)("$says ($source)", perform);
