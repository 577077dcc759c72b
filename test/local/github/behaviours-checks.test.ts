import { expect, test } from "vitest";
import { perform, type Behaviour, type Stage } from "./stage.ts";

const repo = "/repos/alice/agents";

function protect(stage: Stage, checks: readonly object[], enforceAdmins = true): Promise<unknown> {
  return stage.alice("PUT", `${repo}/branches/main/protection`, {
    required_status_checks: { strict: false, contexts: [], checks },
    enforce_admins: enforceAdmins,
    required_pull_request_reviews: null,
    restrictions: null,
  });
}

const done = { status: "completed", conclusion: "success" };

function annotation(line: number): object {
  return {
    path: "systems/a.txt",
    start_line: line,
    end_line: line,
    annotation_level: "failure",
    message: "wrong",
  };
}

const behaviours: readonly Behaviour[] = [
  {
    source: "rest/checks/runs#create-a-check-run",
    says: "people do not write check runs",
    show: async ({ alice, propose }) => {
      const pull = await propose();
      const body = { name: "forged", head_sha: pull.head.sha, ...done };
      expect((await alice("POST", `${repo}/check-runs`, body)).status).toBe(403);
    },
  },
  {
    source: "rest/checks/runs#create-a-check-run",
    says: "more than fifty annotations in one request are refused with 422",
    show: async ({ app, propose }) => {
      const pull = await propose();
      const annotations = Array.from({ length: 51 }, (_, line) => annotation(line + 1));
      const output = { title: "t", summary: "s", annotations };
      const body = { name: "x", head_sha: pull.head.sha, output };
      expect((await app("POST", `${repo}/check-runs`, body)).status).toBe(422);
    },
  },
  {
    source: "rest/checks/runs#update-a-check-run",
    says: "annotations of later requests are added to the earlier ones",
    show: async ({ app, propose }) => {
      const pull = await propose();
      const output = { title: "t", summary: "s", annotations: [annotation(1)] };
      const run = await app("POST", `${repo}/check-runs`, {
        name: "x",
        head_sha: pull.head.sha,
        output,
      });
      const path = `${repo}/check-runs/${run.body.id}`;
      await app("PATCH", path, { output: { ...output, annotations: [annotation(2)] } });
      expect((await app("GET", path)).body.output.annotations_count).toBe(2);
      expect((await app("GET", `${path}/annotations`)).body).toHaveLength(2);
    },
  },
  {
    source: "rest/checks/runs#create-a-check-run",
    says: "a summary beyond 65,535 characters and a fourth button are refused with 422",
    show: async ({ app, propose }) => {
      const pull = await propose();
      const base = { name: "x", head_sha: pull.head.sha };
      const long = { ...base, output: { title: "t", summary: "s".repeat(65_536) } };
      expect((await app("POST", `${repo}/check-runs`, long)).status).toBe(422);
      const button = { label: "Go", description: "Goes", identifier: "go" };
      const many = { ...base, actions: [button, button, button, button] };
      expect((await app("POST", `${repo}/check-runs`, many)).status).toBe(422);
    },
  },
  {
    source: "rest/checks/runs#list-check-runs-for-a-git-reference",
    says: "the newest run of a name hides the older ones unless all are asked for",
    show: async ({ app, propose }) => {
      const pull = await propose();
      const body = { name: "x", head_sha: pull.head.sha, ...done };
      await app("POST", `${repo}/check-runs`, { ...body, conclusion: "failure" });
      await app("POST", `${repo}/check-runs`, body);
      const path = `${repo}/commits/topic/check-runs`;
      const latest = await app("GET", path);
      expect(latest.body.check_runs.map((run: { conclusion: string }) => run.conclusion)).toEqual([
        "success",
      ]);
      expect((await app("GET", `${path}?filter=all`)).body.total_count).toBe(2);
    },
  },
  {
    source: "rest/checks/runs#rerequest-a-check-run",
    says: "rerequesting starts the run over and tells its app",
    show: async ({ app, alice, propose, events }) => {
      const pull = await propose();
      const run = await app("POST", `${repo}/check-runs`, {
        name: "x",
        head_sha: pull.head.sha,
        ...done,
      });
      const path = `${repo}/check-runs/${run.body.id}`;
      expect((await alice("POST", `${path}/rerequest`)).status).toBe(201);
      expect((await app("GET", path)).body).toMatchObject({ status: "queued", conclusion: null });
      expect((await events()).at(-1)).toBe("check_run.rerequested");
    },
  },
  {
    source: "webhooks/webhook-events-and-payloads#check_run",
    says: "a pressed button names its identifier and who pressed it",
    show: async ({ app, github, propose, events, received }) => {
      const pull = await propose();
      const actions = [{ label: "Roll back", description: "Stops it", identifier: "rollback" }];
      const body = { name: "x", head_sha: pull.head.sha, ...done, actions };
      const run = await app("POST", `${repo}/check-runs`, body);
      const pressed = { repository: "alice/agents", checkRunId: run.body.id, by: "alice" };
      github.requestAction({ ...pressed, identifier: "rollback" });
      expect((await events()).at(-1)).toBe("check_run.requested_action");
      expect(received.at(-1)?.payload).toMatchObject({
        requested_action: { identifier: "rollback" },
        sender: { login: "alice" },
      });
    },
  },
  {
    source: "webhooks/webhook-events-and-payloads#check_suite",
    says: "a push asks the app for a suite, which completes with its last run",
    show: async ({ app, propose, events }) => {
      const pull = await propose();
      expect(await events()).toContain("check_suite.requested");
      await app("POST", `${repo}/check-runs`, { name: "x", head_sha: pull.head.sha, ...done });
      expect((await events()).slice(-3)).toEqual([
        "check_run.created",
        "check_run.completed",
        "check_suite.completed",
      ]);
      const suites = await app("GET", `${repo}/commits/topic/check-suites`);
      expect(suites.body.check_suites[0]).toMatchObject({
        status: "completed",
        conclusion: "success",
      });
    },
  },
  {
    source:
      "repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches",
    says: "a required check that is missing blocks the merge with 405, also for administrators",
    show: async (stage) => {
      await stage.propose();
      await protect(stage, [{ context: "omega / release", app_id: stage.github.appId }]);
      const answer = await stage.alice("PUT", `${repo}/pulls/1/merge`);
      expect(answer.status).toBe(405);
      expect(answer.body.message).toBe('Required status check "omega / release" is expected.');
      const { body } = await stage.alice("GET", `${repo}/pulls/1`);
      expect(body.mergeable_state).toBe("blocked");
    },
  },
  {
    source: "rest/branches/branch-protection#update-branch-protection",
    says: "administrators pass where they are not included",
    show: async (stage) => {
      await stage.propose();
      await protect(stage, [{ context: "x" }], false);
      expect((await stage.bob("PUT", `${repo}/pulls/1/merge`)).status).toBe(405);
      expect((await stage.alice("PUT", `${repo}/pulls/1/merge`)).status).toBe(200);
    },
  },
  {
    source: "rest/branches/branch-protection#update-branch-protection",
    says: "a check pinned to one app does not count from another, and counts from that one",
    show: async (stage) => {
      const pull = await stage.propose();
      const body = { name: "gate", head_sha: pull.head.sha, ...done };
      await stage.app("POST", `${repo}/check-runs`, body);
      await protect(stage, [{ context: "gate", app_id: 1 }]);
      expect((await stage.bob("PUT", `${repo}/pulls/1/merge`)).status).toBe(405);
      await protect(stage, [{ context: "gate", app_id: stage.github.appId }]);
      expect((await stage.bob("PUT", `${repo}/pulls/1/merge`)).status).toBe(200);
    },
  },
  {
    source: "rest/commits/statuses#create-a-commit-status",
    says: "a status that anybody may post satisfies a required name, but never one pinned to an app",
    show: async (stage) => {
      const pull = await stage.propose();
      const forged = { state: "success", context: "gate" };
      await stage.bob("POST", `${repo}/statuses/${pull.head.sha}`, forged);
      const combined = await stage.bob("GET", `${repo}/commits/topic/status`);
      expect(combined.body).toMatchObject({ state: "success", total_count: 1 });
      await protect(stage, [{ context: "gate", app_id: stage.github.appId }]);
      expect((await stage.bob("PUT", `${repo}/pulls/1/merge`)).status).toBe(405);
      await protect(stage, [{ context: "gate" }]);
      expect((await stage.bob("PUT", `${repo}/pulls/1/merge`)).status).toBe(200);
    },
  },
  {
    source: "rest/pulls/pulls#update-a-pull-request-branch",
    says: "a branch that is behind a strict base is brought up to date before it merges",
    show: async (stage) => {
      const pull = await stage.propose();
      await stage.push("main", "README.md", "# Moved on\n");
      await stage.alice("PUT", `${repo}/branches/main/protection`, {
        required_status_checks: { strict: true, contexts: [], checks: [] },
        enforce_admins: true,
        required_pull_request_reviews: null,
        restrictions: null,
      });
      expect((await stage.bob("PUT", `${repo}/pulls/1/merge`)).status).toBe(405);
      const path = `${repo}/pulls/1/update-branch`;
      const stale = { expected_head_sha: "0".repeat(40) };
      expect((await stage.bob("PUT", path, stale)).status).toBe(422);
      const body = { expected_head_sha: pull.head.sha };
      expect((await stage.bob("PUT", path, body)).status).toBe(202);
      expect(await stage.events()).toContain("pull_request.synchronize");
      expect((await stage.bob("PUT", `${repo}/pulls/1/merge`)).status).toBe(200);
    },
  },
  {
    source:
      "pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks",
    says: "action_required and failure block, neutral and skipped pass",
    show: async (stage) => {
      const pull = await stage.propose();
      await protect(stage, [{ context: "gate" }]);
      const merge = `${repo}/pulls/1/merge`;
      for (const conclusion of ["failure", "action_required"]) {
        const body = { name: "gate", head_sha: pull.head.sha, conclusion };
        await stage.app("POST", `${repo}/check-runs`, body);
        const answer = await stage.bob("PUT", merge);
        expect(answer.body.message).toBe('Required status check "gate" is failing.');
      }
      const neutral = { name: "gate", head_sha: pull.head.sha, conclusion: "neutral" };
      await stage.app("POST", `${repo}/check-runs`, neutral);
      expect((await stage.bob("PUT", merge)).status).toBe(200);
    },
  },
  {
    source:
      "repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets",
    says: "a ruleset's required check blocks like a protected branch's and is listed for the branch",
    show: async (stage) => {
      await stage.propose();
      const required = [{ context: "gate", integration_id: stage.github.appId }];
      const parameters = {
        strict_required_status_checks_policy: false,
        required_status_checks: required,
      };
      const made = await stage.alice("POST", `${repo}/rulesets`, {
        name: "gate",
        target: "branch",
        enforcement: "active",
        conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
        rules: [{ type: "required_status_checks", parameters }],
      });
      expect(made.status).toBe(201);
      expect((await stage.alice("PUT", `${repo}/pulls/1/merge`)).status).toBe(405);
      const rules = await stage.app("GET", `${repo}/rules/branches/main`);
      expect(rules.body[0].parameters.required_status_checks).toEqual(required);
    },
  },
  {
    source: "rest/git/refs#update-a-reference",
    says: "a protected branch takes no push without its required checks",
    show: async (stage) => {
      const pull = await stage.propose();
      await protect(stage, [{ context: "gate" }]);
      const answer = await stage.bob("PATCH", `${repo}/git/refs/heads/main`, {
        sha: pull.head.sha,
      });
      expect(answer.status).toBe(422);
    },
  },
  {
    source: "rest/deployments/deployments#create-a-deployment",
    says: "a deployment creates its environment and is told",
    show: async ({ app, propose, events }) => {
      const pull = await propose();
      const body = {
        ref: pull.head.sha,
        environment: "a/canary",
        auto_merge: false,
        required_contexts: [],
      };
      const made = await app("POST", `${repo}/deployments`, body);
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({ environment: "a/canary", sha: pull.head.sha });
      expect((await app("GET", `${repo}/environments/a%2Fcanary`)).body.name).toBe("a/canary");
      expect((await events()).at(-1)).toBe("deployment.created");
    },
  },
  {
    source: "rest/deployments/deployments#create-a-deployment",
    says: "without required_contexts every failed check stands in the way with 409",
    show: async ({ app, propose }) => {
      const pull = await propose();
      const failed = { name: "x", head_sha: pull.head.sha, conclusion: "failure" };
      await app("POST", `${repo}/check-runs`, failed);
      const answer = await app("POST", `${repo}/deployments`, { ref: "topic", auto_merge: false });
      expect(answer.status).toBe(409);
      expect(answer.body.message).toBe("Conflict: Commit status checks failed for topic.");
    },
  },
  {
    source: "rest/deployments/deployments#create-a-deployment",
    says: "auto_merge brings a branch up to date and answers 202 instead of deploying",
    show: async ({ app, propose, push }) => {
      await propose();
      await push("main", "README.md", "# Moved on\n");
      const answer = await app("POST", `${repo}/deployments`, { ref: "topic" });
      expect(answer.status).toBe(202);
      expect(answer.body.message).toBe("Auto-merged main into topic on deployment.");
    },
  },
  {
    source: "rest/deployments/statuses#create-a-deployment-status",
    says: "a success makes the environment's earlier successes inactive, in that environment only",
    show: async ({ app }) => {
      const deploy = async (environment: string): Promise<string> => {
        const body = { ref: "main", environment, auto_merge: false, required_contexts: [] };
        const made = await app("POST", `${repo}/deployments`, body);
        const path = `${repo}/deployments/${made.body.id}/statuses`;
        await app("POST", path, { state: "success", description: "up" });
        return path;
      };
      const first = await deploy("a/canary");
      const other = await deploy("a/shadow");
      await deploy("a/canary");
      expect((await app("GET", first)).body[0].state).toBe("inactive");
      expect((await app("GET", other)).body[0].state).toBe("success");
    },
  },
];

test.each(behaviours)("$says ($source)", perform);
