import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gitHubUser, type GitHubUser } from "../../src/local/demo/github-user.ts";
import { REPOSITORY } from "../../src/local/demo/world.ts";
import { type Desk, openDesk } from "../support/desk.ts";

const README = "# An old bot\n\nNobody governs it yet.\n";
const CODEOWNERS = "* @acme\n";

let desk: Desk;
let owner: GitHubUser;

beforeAll(async () => {
  desk = await openDesk({ files: { "README.md": README, CODEOWNERS } });
  owner = personOf("acme");
});
afterAll(() => desk.close());

function personOf(login: string): GitHubUser {
  const { github } = desk;
  return gitHubUser({ api: `${github.url}/api/v3`, login, token: github.tokenFor(login) });
}

const propose = (branch: string): Promise<number> =>
  desk.propose({ branch, title: branch, body: "", files: new Map([[`${branch}.md`, "x\n"]]) });

const say = (person: GitHubUser, issue_number: number, body: string) =>
  person.octokit.rest.issues.createComment({ ...REPOSITORY, issue_number, body });

async function openPulls() {
  const { data } = await owner.octokit.rest.pulls.list({ ...REPOSITORY, state: "open" });
  return data;
}

const proposedByApp = async () =>
  (await openPulls()).filter(({ user }) => user?.login === "agent-omega[bot]");

describe("a repository without a charter", () => {
  it("hears nothing of the app, until an administrator asks for a beginning", async () => {
    const pull = await propose("quiet");
    await say(desk.operator, pull, "/omega onboard");
    await say(owner, pull, "Should we try `/omega onboard` one day?");
    // Requests are answered in their order: when this one was, the others were.
    await say(owner, pull, "/omega onboard");
    await say(owner, pull, "/omega onboard");
    await expect.poll(async () => (await proposedByApp()).length, { timeout: 20_000 }).toBe(1);

    const [onboarding] = await proposedByApp();
    if (onboarding === undefined) throw new Error("it was not proposed");
    const genesis = await desk.see(onboarding.number, ({ state }) => state === "approvals");
    expect(genesis.checks["omega / validation"]).toBe("success");

    const seen = await desk.look(pull);
    expect(seen.checks).toEqual({});
    expect(seen.labels).toEqual([]);
    expect(seen.comments).toHaveLength(4);
    expect(await proposedByApp()).toHaveLength(1);
  });

  it("keeps every file that it has", async () => {
    const [onboarding] = await proposedByApp();
    if (onboarding === undefined) throw new Error("it was not proposed");
    const { data } = await owner.octokit.rest.pulls.listFiles({
      ...REPOSITORY,
      pull_number: onboarding.number,
      per_page: 100,
    });

    const changes = data.map(({ filename, status }) => `${status} ${filename}`);
    expect(changes).toContain("added .omega/charter.yaml");
    expect(changes).toContain("added systems/triage/system.yaml");
    expect(changes.filter((change) => !change.startsWith("added "))).toEqual([]);
    expect(onboarding.body).toContain("`CODEOWNERS`, `README.md`");
    expect(onboarding.body).toContain("omega / release");
  });
});
