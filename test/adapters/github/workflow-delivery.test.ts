import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Effect } from "../../../src/core/decision/effect.ts";
import { heardOf } from "../../../src/core/rollout/deployment-report.ts";
import { translate } from "../../../src/surfaces/webhooks/translate.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import { askProtection } from "../../../src/local/github/deployments/protection-routes.ts";
import { startLocalWorkflow } from "../../../src/local/traffic/local-workflow.ts";
import { until } from "../../support/until.ts";
import { openTheatre, type Stage, type Theatre } from "./stage.ts";

const JOB = "job-runner";

let theatre: Theatre;
let stage: Stage;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());
beforeEach(async () => {
  stage = await theatre.openStage();
  stage.github.installApp({
    repository: `${stage.name.owner}/${stage.name.repo}`,
    permissions: { metadata: "read", contents: "read", deployments: "write" },
    events: ["deployment", "deployment_status", "deployment_protection_rule"],
  });
  stage.github.createUser(JOB);
  await stage.owner.rest.repos.addCollaborator({
    ...stage.name,
    username: JOB,
    permission: "push",
  });
});

const deploy = (): Effect => ({
  kind: "deploy",
  slot: "rollout/r-1/canary/2",
  sha: stage.head,
  environment: "triage/canary",
  description: "Shadow passed.",
  transient: true,
  production: false,
  payload: { rollout: "r-1", artifact: "sha256:a", share: 10 },
});

async function deployed(): Promise<string> {
  const receipt = await stage.perform(deploy());
  if (receipt.kind !== "performed") throw new Error(receipt.kind);
  return receipt.githubId;
}

const heard = () => ({ guid: "g", at: instant(0), appId: stage.github.appId });

describe("a workflow on the deployment event", () => {
  it("is heard by the status that it puts on our deployment, and nobody else is", async () => {
    const stop = startLocalWorkflow(stage.github, {
      login: JOB,
      deliver: ({ environment }) => (environment === "triage/canary" ? "success" : undefined),
    });
    const id = await deployed();
    await until(async () => (await stage.repository.deploymentReports(id)).length > 0);
    stop();
    await stage.owner.rest.repos.createDeploymentStatus({
      ...stage.name,
      deployment_id: Number(id),
      state: "failure",
    });

    const reports = await stage.repository.deploymentReports(id);

    expect(reports.map(({ state }) => state)).toEqual(["failure", "success"]);
    expect(heardOf(reports, { deployer: JOB, proposer: "bot" })).toBe("served");
    expect(heardOf(reports, { deployer: "nobody", proposer: "bot" })).toBeUndefined();
    expect(heardOf(reports, { deployer: JOB, proposer: "Job-Runner" })).toBeUndefined();
  });

  it("has its word looked up by the event that GitHub sends of it", async () => {
    const id = await deployed();
    const seen = new Promise<unknown>((resolve) => {
      stage.github.deliveries.onDelivery(({ event, payload }) => {
        if (event === "deployment_status") resolve(payload);
      });
    });
    await stage.owner.rest.repos.createDeploymentStatus({
      ...stage.name,
      deployment_id: Number(id),
      state: "success",
    });

    expect(translate("deployment_status", await seen, heard())).toMatchObject({
      value: [{ kind: "deployment-reported", rollout: "r-1" }],
    });
  });

  it("says nothing any more once its deployment is gone", async () => {
    const id = await deployed();
    await stage.owner.rest.repos.deleteDeployment({ ...stage.name, deployment_id: Number(id) });

    expect(await stage.repository.deploymentReports(id)).toEqual([]);
    expect(await stage.repository.deploymentOf(Number(id))).toBeUndefined();
  });
});

describe("a job that waits at an environment that the app guards", () => {
  it("is asked about by its run, and answered at that run", async () => {
    const id = Number(await deployed());
    const seen = new Promise<unknown>((resolve) => {
      stage.github.deliveries.onDelivery(({ event, payload }) => {
        if (event === "deployment_protection_rule") resolve(payload);
      });
    });
    const repository = `${stage.name.owner}/${stage.name.repo}`;
    const run = askProtection(stage.github.world, { repository, deployment: id });
    const environment = "triage/canary";

    expect(translate("deployment_protection_rule", await seen, heard())).toMatchObject({
      value: [{ kind: "protection-asked", run, deployment: id }],
    });
    expect(await stage.repository.deploymentOf(id)).toEqual({ environment, sha: stage.head });
    const receipt = await stage.perform({
      kind: "answer-protection",
      slot: `protection/${run}/${environment}`,
      run,
      environment,
      sha: stage.head,
      state: "approved",
      comment: "In its stage.",
    });

    expect(receipt).toEqual({ kind: "performed", githubId: `${run}/${environment}` });
    expect(stage.writes()).toContain("POST /actions/runs/{run_id}/deployment_protection_rule");
  });
});
