import { describe, expect, test } from "vitest";
import {
  checkClaims,
  type Circumstances,
  type EvaluationJob,
  type JobClaims,
} from "../../../src/core/evaluation/job.ts";
import { type JobResult, measuresFrom } from "../../../src/core/evaluation/job-results.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { installationId, pullNumber, repositoryId, sha } from "../../../src/core/kernel/ids.ts";
import { instant } from "../../../src/core/kernel/instant.ts";

const JOB: EvaluationJob = {
  nonce: "n",
  key: { repositoryId: repositoryId(7), pull: pullNumber(1) },
  installation: installationId(1),
  question: digestOf("question"),
  headSha: sha("b".repeat(40)),
  baseSha: sha("a".repeat(40)),
  baseRef: "main",
  workflow: ".github/workflows/omega-run.yml",
  expiresAt: instant(1),
};

const WORKFLOW = "acme/desk/.github/workflows/omega-run.yml@refs/heads/main";

const CLAIMS: JobClaims = {
  repositoryId: 7,
  repository: "acme/desk",
  workflowRef: WORKFLOW,
  jobWorkflowRef: WORKFLOW,
  ref: "refs/heads/main",
  sha: "a".repeat(40),
  event: "workflow_dispatch",
  runId: "42",
  runAttempt: "1",
};

describe("a job's claims", () => {
  test.each<[string, Partial<JobClaims>, Circumstances]>([
    ["the commit that was the branch's tip when it was asked", {}, {}],
    ["the branch's tip of now", { sha: "c".repeat(40) }, { tip: "c".repeat(40) }],
    ["the run that GitHub said it had started", {}, { runId: "42" }],
    ["any run, where GitHub did not say which", {}, { runId: "" }],
    ["the repository under another name", rename("acme/desk-2"), {}],
  ])("hold for %s", (_what, parts, known) => {
    expect(checkClaims(JOB, { ...CLAIMS, ...parts }, known)).toBeUndefined();
  });

  test.each<[string, Partial<JobClaims>, Circumstances]>([
    ["another repository", { repositoryId: 8 }, {}],
    ["another branch", { ref: "refs/heads/change" }, {}],
    ["a tag of the branch's name", { ref: "refs/tags/main" }, {}],
    ["another workflow", { workflowRef: WORKFLOW.replace("run", "eval") }, {}],
    ["the workflow of another branch", { workflowRef: WORKFLOW.replace("main", "change") }, {}],
    ["a workflow of another repository", { workflowRef: `x${WORKFLOW}` }, {}],
    ["a job of a reusable workflow", { jobWorkflowRef: `x${WORKFLOW}` }, {}],
    ["a commit that governs nothing", { sha: "d".repeat(40) }, { tip: "c".repeat(40) }],
    ["a push", { event: "push" }, {}],
    ["a pull request", { event: "pull_request" }, {}],
    ["another run", {}, { runId: "43" }],
  ])("are refused for %s", (_what, parts, known) => {
    expect(checkClaims(JOB, { ...CLAIMS, ...parts }, known)).toBe("results-from-elsewhere");
  });
});

function rename(repository: string): Partial<JobClaims> {
  const workflow = WORKFLOW.replace("acme/desk", repository);
  return { repository, workflowRef: workflow, jobWorkflowRef: workflow };
}

describe("what a job submits", () => {
  const items = ["a", "b"].map((id) => ({
    id,
    input: {},
    expected: { mood: "glad" },
    cluster: id,
  }));
  const contract = { type: "object", properties: { mood: { type: "string" } } };
  const result = (item: string, output?: JobResult["output"]): JobResult => ({
    side: "candidate",
    suite: "public",
    item,
    epoch: 1,
    milliseconds: 3,
    ...(output === undefined ? {} : { output }),
  });
  const measured = (...results: readonly JobResult[]) => measuresFrom(results, { items, contract });

  test("is marked here, by the suite, and what is missing has failed", () => {
    const measures = measured(result("a", { mood: "glad" }));
    expect(measures?.get("a")).toMatchObject({ correct: 1, failed: false, milliseconds: 3 });
    expect(measures?.get("b")).toMatchObject({ correct: 0, failed: true });
  });

  test("has failed where it says that there was no answer, or one that the contract forbids", () => {
    const measures = measured(result("a"), result("b", { mood: 7 }));
    expect([...(measures ?? [])].map(([, { failed }]) => failed)).toEqual([true, true]);
  });

  test.each([
    ["an item that nobody asked", [result("c", {})]],
    ["an item twice", [result("a", {}), result("a", { mood: "glad" })]],
  ])("is worth nothing with %s", (_what, results) => {
    expect(measured(...results)).toBeUndefined();
  });
});
