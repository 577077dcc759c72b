import { afterEach, describe, expect, it } from "vitest";
import { openWorld } from "../src/compose.ts";
import type { LocalGitHub } from "../src/local/github/server.ts";
import { startServer } from "../src/server.ts";
import { readSettings, type Settings } from "../src/settings.ts";
import { gitHubUser } from "../src/local/demo/github-user.ts";
import { installOn } from "../src/local/demo/world.ts";
import { startCheckedGitHub } from "./support/local-github.ts";
import { until } from "./support/until.ts";

const REPOSITORY = { owner: "acme", repo: "support-desk" };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function openGitHub(): Promise<LocalGitHub> {
  const github = await startCheckedGitHub();
  closing.push(() => github.close());
  github.createRepository({
    owner: REPOSITORY.owner,
    name: REPOSITORY.repo,
    files: { "README.md": "# Desk\n", ".omega/charter.yaml": "not: a charter\n" },
  });
  return github;
}

function settingsFor(github: LocalGitHub): Settings {
  const read = readSettings({
    APP_ID: String(github.appId),
    PRIVATE_KEY: github.privateKey,
    WEBHOOK_SECRET: github.webhookSecret,
    GHE_HOST: github.host,
    GHE_PROTOCOL: "http",
    PORT: "0",
    LOG_LEVEL: "silent",
    AGENT_OMEGA_USE_PERSISTENT_REGISTRIES: "false",
  });
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value;
}

async function startApp(github: LocalGitHub): Promise<string> {
  const settings = settingsFor(github);
  const server = await startServer(await openWorld(settings), settings);
  closing.push(() => server.close());
  return server.url;
}

function owner(github: LocalGitHub) {
  const { owner: login } = REPOSITORY;
  return gitHubUser({ api: `${github.url}/api/v3`, login, token: github.tokenFor(login) }).octokit;
}

async function openPull(github: LocalGitHub): Promise<string> {
  const { rest } = owner(github);
  const main = await rest.git.getRef({ ...REPOSITORY, ref: "heads/main" });
  await rest.git.createRef({ ...REPOSITORY, ref: "refs/heads/change", sha: main.data.object.sha });
  const written = await rest.repos.createOrUpdateFileContents({
    ...REPOSITORY,
    path: "NOTES.md",
    branch: "change",
    message: "note",
    content: Buffer.from("hello\n").toString("base64"),
  });
  await rest.pulls.create({ ...REPOSITORY, title: "Note", head: "change", base: "main" });
  return written.data.commit.sha ?? "";
}

async function isChecked(github: LocalGitHub, ref: string): Promise<boolean> {
  const checks = await owner(github).rest.checks.listForRef({ ...REPOSITORY, ref });
  return checks.data.check_runs.some((run) => run.name === "omega / release");
}

describe("the running app", () => {
  it("answers visitors, probes and strangers", async () => {
    const url = await startApp(await openGitHub());

    expect(await (await fetch(url)).text()).toContain("Agent-Omega");
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: "ready" });
    const missing = await fetch(`${url}/nothing/here`);
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ reason_code: "not-found" });
  });

  it("checks a pull request of which a webhook told it", async () => {
    const github = await openGitHub();
    installOn(github, await startApp(github));

    const head = await openPull(github);

    await until(() => isChecked(github, head));
  });

  it("finds, on a new database, where it is installed and what was opened before", async () => {
    const github = await openGitHub();
    installOn(github, "http://127.0.0.1:9");
    const head = await openPull(github);

    await startApp(github);

    await until(() => isChecked(github, head));
  });
});
