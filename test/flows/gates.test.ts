import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPOSITORY, TEMPLATES } from "../../src/local/demo/world.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { isQuestion } from "../support/questions.ts";

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});

afterAll(() => desk.close());

const starter = (path: string): Promise<string> =>
  readFile(join(TEMPLATES, "starter", path), "utf8");

/** A change of the starter's charter that only stewards may make. */
async function amendment(
  branch: string,
  proposals: number,
): Promise<Parameters<Desk["propose"]>[0]> {
  const charter = await starter(".omega/charter.yaml");
  const amended = charter.replace(/proposals: \d+/, `proposals: ${proposals}`);
  return { branch, title: branch, body: "", files: new Map([[".omega/charter.yaml", amended]]) };
}

async function approve(login: "alice" | "bob" | "carol", pull: number): Promise<void> {
  const { Octokit } = await import("@octokit/rest");
  const octokit = new Octokit({
    auth: desk.github.tokenFor(login),
    baseUrl: `${desk.github.url}/api/v3`,
  });
  await octokit.rest.pulls.createReview({ ...REPOSITORY, pull_number: pull, event: "APPROVE" });
}

describe("a mutation that touches what governs it", () => {
  it("is refused under C1 on the line, with the recipe of two pull requests", async () => {
    const pull = await desk.propose(await desk.scenario("touch-governance"));

    const seen = await desk.see(pull, ({ state }) => state === "rejected");

    expect(seen.checks).toEqual({
      "omega / constitution": "failure",
      "omega / decision": "failure",
      "omega / release": "failure",
    });
    expect(seen.texts["omega / constitution"]).toContain("Split it in two");
    expect(seen.reviewComments.map(({ path }) => path)).toEqual([
      ".omega/charter.yaml",
      "systems/triage/evals/injection.jsonl",
      "systems/triage/evals/injection.jsonl",
    ]);
    expect(seen.comments).toHaveLength(1);
    expect(seen.comments[0]).toContain("mixed-pull-request");
  });
});

describe("a mutation that refers to what is not there", () => {
  it("fails validation and says which line", async () => {
    const pull = await desk.propose(await desk.scenario("broken-reference"));

    const seen = await desk.see(pull, ({ state }) => state === "rejected");

    expect(seen.checks["omega / validation"]).toBe("failure");
    expect(seen.checks["omega / evaluation"]).toBeUndefined();
    expect(seen.texts["omega / validation"]).toMatch(/systems\/triage\/system\.yaml:\d+/);
  });
});

describe("a pull request that changes no agent", () => {
  it("gets one passing check and not a word more", async () => {
    const pull = await desk.propose(await desk.scenario("docs-only"));

    const seen = await desk.see(pull, ({ checks }) => checks["omega / release"] !== undefined);

    expect(seen.checks).toEqual({ "omega / release": "success" });
    expect(seen.comments).toEqual([]);
    expect(seen.labels).toEqual([]);
  });

  it("is written about once, however often GitHub tells of it", async () => {
    const pull = await desk.propose({
      ...(await desk.scenario("docs-only")),
      branch: "docs-again",
    });
    await desk.see(pull, ({ checks }) => checks["omega / release"] !== undefined);
    // The check shows before its request has been answered, and so before it is noted.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const writes: string[] = [];
    const stop = desk.github.onExchange(({ method, path, actor, requestBody: body }) => {
      if (actor !== "agent-omega[bot]" || isQuestion({ method, path, body })) return;
      writes.push(`${method} ${path}`);
    });

    const { octokit } = desk.proposer;
    await octokit.rest.pulls.update({ ...REPOSITORY, pull_number: pull, title: "Another title" });
    await octokit.rest.pulls.update({ ...REPOSITORY, pull_number: pull, title: "Yet another" });
    await new Promise((resolve) => setTimeout(resolve, 1_500));

    stop();
    expect(writes).toEqual([]);
  });
});

describe("an amendment", () => {
  it("waits for as many stewards as the charter asks for, on exactly this commit", async () => {
    const pull = await desk.propose(await amendment("amend-budget", 21));
    const waiting = await desk.see(pull, ({ state }) => state === "approvals");
    expect(waiting.checks["omega / release"]).toBe("action_required");

    await approve("alice", pull);
    await approve("carol", pull);

    const approved = await desk.see(pull, ({ state }) => state === "approved");
    expect(approved.checks["omega / release"]).toBe("success");
    expect(approved.isMerged).toBe(false);
  });

  it("waits again when a commit is pushed after the approvals", async () => {
    const pull = await desk.propose(await amendment("amend-twice", 22));
    await desk.see(pull, ({ state }) => state === "approvals");
    await approve("alice", pull);
    await approve("bob", pull);
    await desk.see(pull, ({ state }) => state === "approved");

    const { octokit } = desk.proposer;
    const path = ".omega/charter.yaml";
    const at = { ...REPOSITORY, path, branch: "amend-twice" };
    const held = await octokit.rest.repos.getContent({ ...REPOSITORY, path, ref: "amend-twice" });
    await octokit.rest.repos.createOrUpdateFileContents({
      ...at,
      message: "One more",
      content: Buffer.from((await amendment("", 23)).files.get(path) ?? "").toString("base64"),
      sha: "sha" in held.data ? held.data.sha : "",
    });

    const seen = await desk.see(pull, ({ state }) => state === "approvals");
    expect(seen.checks["omega / release"]).toBe("action_required");
  });

  it("is rejected when the charter it proposes goes below a floor", async () => {
    const charter = await starter(".omega/charter.yaml");
    const below = charter.replace(/min_units: \d+/, "min_units: 10");
    const files = new Map([[".omega/charter.yaml", below]]);

    const pull = await desk.propose({ branch: "below", title: "Fewer units", body: "", files });

    const seen = await desk.see(pull, ({ state }) => state === "rejected");
    expect(seen.checks["omega / validation"]).toBe("failure");
    expect(seen.texts["omega / validation"]).toContain("charter-invalid");
  });
});

describe("a draft", () => {
  it("passes the fast gates and spends no evidence until it is ready", async () => {
    const proposal = { ...(await desk.scenario("improve-classifier")), branch: "draft" };
    const { octokit } = desk.proposer;
    const opened = await desk.propose(proposal);
    desk.github.setDraft({
      repository: `${REPOSITORY.owner}/${REPOSITORY.repo}`,
      number: opened,
      isDraft: true,
      by: "acme",
    });
    await octokit.rest.pulls.update({ ...REPOSITORY, pull_number: opened, title: "Draft" });

    const seen = await desk.see(opened, ({ state }) => state === "held");

    expect(seen.texts["omega / release"]).toContain("draft-not-evaluated");
    await octokit.rest.pulls.update({ ...REPOSITORY, pull_number: opened, state: "closed" });
  });
});
