import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gitHubUser } from "../../src/local/demo/github-user.ts";
import { REPOSITORY } from "../../src/local/demo/world.ts";
import { type Desk, openDesk } from "../support/desk.ts";

const REFUSAL = "systems/triage/prompts/refusal.md";
const REPLY = "systems/triage/prompts/reply.md";
const BODY = "## Hypothesis\nKinder words.\n\n## Objective\nneutral\n";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const propose = (branch: string, files: Readonly<Record<string, string>>): Promise<number> =>
  desk.propose({ branch, title: branch, body: BODY, files: new Map(Object.entries(files)) });

async function approve(login: "alice" | "bob", pull_number: number): Promise<void> {
  const token = desk.github.tokenFor(login);
  const { octokit } = gitHubUser({ api: `${desk.github.url}/api/v3`, login, token });
  await octokit.rest.pulls.createReview({ ...REPOSITORY, pull_number, event: "APPROVE" });
}

describe("a change of a protected module alone", () => {
  it("waits for the stewards, and is then evaluated like a mutation", async () => {
    const pull = await propose("kinder", { [REFUSAL]: "I am sorry, I cannot help with that.\n" });
    const waiting = await desk.see(pull, ({ state }) => state === "approvals");
    expect(waiting.checks["omega / constitution"]).toBe("success");
    expect(waiting.checks).not.toHaveProperty("omega / evaluation");

    await approve("alice", pull);
    await approve("bob", pull);

    const decided = await desk.see(pull, ({ checks }) => "omega / decision" in checks);
    expect(decided.checks["omega / evaluation"]).toBe("success");
    expect(decided.checks["omega / release"]).toBe("action_required");
  });

  it("is refused under C1 beside a change of anything else", async () => {
    const both = { [REFUSAL]: "No.\n", [REPLY]: "It is about {{intent}}.\n" };
    const pull = await propose("both", both);

    const seen = await desk.see(pull, ({ state }) => state === "rejected");

    expect(seen.texts["omega / constitution"]).toContain("protected-module-touched");
  });
});
