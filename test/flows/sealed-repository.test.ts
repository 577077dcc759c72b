import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStarter } from "../../src/adapters/starter/open-starter.ts";
import { repositoryId } from "../../src/core/kernel/ids.ts";
import { exportLedger } from "../../src/flows/runtime/export-ledger.ts";
import { type GitHubUser, gitHubUser } from "../../src/local/demo/github-user.ts";
import { openPullRequest } from "../../src/local/demo/proposer.ts";
import { REPOSITORY, TEMPLATES } from "../../src/local/demo/world.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { checkCommand } from "../../src/surfaces/cli/check.ts";
import { captureOutput, cliWiring, runCommand } from "../support/cli.ts";
import { cloneWithPulls } from "../support/clone-with-pulls.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { startInProcess } from "../support/in-process-app.ts";

/** Evaluations in the sandbox, on a machine that may be busy. */
const PATIENCE = 300_000;

const HOME = { owner: REPOSITORY.owner, repo: "kept-apart-5c1" };
const CHARTER = ".omega/charter.yaml";

const said = captureOutput();

let desk: Desk;
let ports: Ports;
/** Methods of what the app asked of the private repository. */
const done: string[] = [];

/** The starter, whose charter names a private repository and a suite that no directory holds. */
async function starterWithHome(): Promise<Record<string, string>> {
  const files = Object.fromEntries(await openStarter().files());
  const charter = files[CHARTER] ?? "";
  const named = `sealed: {ref: desk-2027, repository: ${HOME.owner}/${HOME.repo}, `;
  return { ...files, [CHARTER]: charter.replace("sealed: {ref: triage-2026q4, ", named) };
}

function person(login: string): GitHubUser {
  const token = desk.github.tokenFor(login);
  return gitHubUser({ api: `${desk.github.url}/api/v3`, login, token });
}

const suiteBytes = () => readFile(join(TEMPLATES, "sealed", "triage-2026q4.jsonl"));

async function recordLines(): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of exportLedger(ports, repositoryId(desk.repositoryId))) lines.push(line);
  return lines;
}

const show = async (isPrivate: boolean): Promise<void> => {
  await person(HOME.owner).octokit.rest.repos.update({ ...HOME, private: isPrivate });
};

beforeAll(async () => {
  desk = await openDesk({
    files: await starterWithHome(),
    start: (settings) => startInProcess(settings, (world) => (ports = world.ports)),
  });
  const files = { "desk-2027.jsonl": await suiteBytes(), "README.md": "# Kept apart\n" };
  desk.github.onExchange(({ method, path, actor }) => {
    const isOurs = actor.includes("agent-omega") && path.includes(HOME.repo);
    if (isOurs) done.push(method);
  });
  desk.github.createRepository({ owner: HOME.owner, name: HOME.repo, files, private: true });
  const [installed] = desk.github.world.installations.values();
  if (installed === undefined) throw new Error("the app is not installed");
  const { permissions, events, app } = installed;
  const { webhookUrl = "" } = app;
  const repository = `${HOME.owner}/${HOME.repo}`;
  desk.github.installApp({ repository, permissions, events, webhookUrl });
}, PATIENCE);

afterAll(() => desk.close());

describe("a sealed suite in a private repository", () => {
  it(
    "decides on a mutation as one in the app's directory would",
    async () => {
      const pull = await desk.propose(await desk.scenario("improve-classifier"));

      const seen = await desk.see(pull, ({ state }) => state !== undefined);

      expect(seen.state).toBe("accepted");
      expect(seen.checks["omega / decision"]).toBe("success");
    },
    PATIENCE,
  );

  it(
    "is asked nothing once it is public, and decides again when it is private and somebody asks",
    async () => {
      await show(false);
      const pull = await desk.propose(await desk.scenario("save-a-step"));
      const held = await desk.see(pull, ({ state }) => state !== undefined);
      expect(held.state).toBe("quarantined");
      expect(held.checks["omega / evaluation"]).toBe("action_required");
      expect(held.checks["omega / release"]).toBe("action_required");
      expect(held.texts["omega / evaluation"]).toContain("sealed-repository-public");

      await show(true);
      await desk.command(pull, "re-evaluate");
      const seen = await desk.see(pull, ({ state }) => state === "accepted");
      expect(seen.checks["omega / decision"]).toBe("success");
    },
    PATIENCE,
  );

  it(
    "is asked nothing for an author who can read it",
    async () => {
      const carol = person("carol");
      const owner = person(HOME.owner).octokit.rest.repos;
      await owner.addCollaborator({ ...HOME, username: "carol", permission: "pull" });
      const proposal = await desk.scenario("looks-good-fails-live");
      const { number } = await openPullRequest(carol, REPOSITORY, proposal);

      const seen = await desk.see(number, ({ state }) => state !== undefined);

      expect(seen.state).toBe("quarantined");
      expect(seen.texts["omega / evaluation"]).toContain("sealed-readable-by-author");
    },
    PATIENCE,
  );

  it("is named by nothing that people are shown, nor by the record", async () => {
    const shown: string[] = [];
    for (const number of [1, 2, 3]) shown.push(JSON.stringify(await desk.look(number)));
    const whole = [...shown, ...(await recordLines())].join("\n");

    expect(whole).toContain("sealed-repository-public");
    expect(whole).toContain("evidence-sufficient");
    for (const secret of [HOME.repo, "desk-2027", ".jsonl"]) expect(whole).not.toContain(secret);
  });

  it("is read and never written to, though the app is installed there", () => {
    expect(new Set(done)).toEqual(new Set(["GET"]));
  });

  it("is on a clone what the app saw of it, though the clone's owner has the items", async () => {
    const clone = await cloneWithPulls(`${desk.github.url}/acme/support-desk.git`);
    const [record, sealed] = [join(clone, "..", `${basename(clone)}.jsonl`), `${clone}-sealed`];
    await writeFile(record, (await recordLines()).join(""));
    await mkdir(sealed);
    await writeFile(join(sealed, "desk-2027.jsonl"), await suiteBytes());
    const at = ["--repo", clone, "--base", "origin/main", "--head", "refs/pull/3"];
    const against = ["--ledger", record, "--sealed", sealed, "--json"];

    expect(await runCommand(checkCommand(cliWiring()), ["check", ...at, ...against])).toBe(2);

    expect(JSON.parse(said.out)).toMatchObject({
      verdict: "quarantine",
      reason_codes: ["sealed-readable-by-author"],
    });
    for (const path of [clone, record, sealed]) await rm(path, { recursive: true });
  });
});
