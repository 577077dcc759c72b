import { pino } from "pino";
import { openForge } from "../../../src/adapters/github/forge.ts";
import { openProbot } from "../../../src/adapters/github/probot.ts";
import type { Effect } from "../../../src/core/decision/effect.ts";
import { installationId, repositoryId, sha, type Sha } from "../../../src/core/kernel/ids.ts";
import { gitHubUser } from "../../../src/local/demo/github-user.ts";
import type { LocalGitHub } from "../../../src/local/github/server.ts";
import type { Forge, Receipt, Repository } from "../../../src/ports/forge.ts";
import { startCheckedGitHub } from "../../support/local-github.ts";

type Name = { readonly owner: string; readonly repo: string };

type User = ReturnType<typeof gitHubUser>["octokit"];

/** A GitHub with one open pull request, seen by its owner and through our adapter. */
export type Stage = {
  readonly github: LocalGitHub;
  readonly forge: Forge;
  readonly repository: Repository;
  readonly owner: User;
  readonly as: (login: string) => User;
  readonly name: Name;
  readonly head: Sha;
  readonly pull: number;
  /** Writes of the app since the last call, as `METHOD /template`. */
  writes(): readonly string[];
  /** Performs as the flow does: nothing is known of the slot unless it is said. */
  perform(effect: Effect, known?: Partial<Parameters<Repository["perform"]>[1]>): Promise<Receipt>;
};

/** One GitHub for a file of tests, because making its keys takes longer than all of them. */
export type Theatre = {
  openStage(): Promise<Stage>;
  close(): Promise<void>;
};

export async function openTheatre(): Promise<Theatre> {
  const github = await startCheckedGitHub();
  const forge = forgeOf(github);
  const written = recordWrites(github);
  let stages = 0;
  return {
    openStage: async () => {
      github.faults.clear();
      written.splice(0);
      stages += 1;
      const name = { owner: "acme", repo: `desk-${stages}` };
      return { ...(await setStage(github, forge, name)), writes: () => written.splice(0) };
    },
    close: () => github.close(),
  };
}

async function setStage(
  github: LocalGitHub,
  forge: Forge,
  name: Name,
): Promise<Omit<Stage, "writes">> {
  const { owner: login, repo } = name;
  const files = { "README.md": "# Desk\n" };
  const { id } = github.createRepository({ owner: login, name: repo, files });
  const installed = install(github, `${login}/${repo}`);
  const repository = await forge.repository(installationId(installed.id), repositoryId(id));
  const as = (login: string) =>
    gitHubUser({ api: `${github.url}/api/v3`, login, token: github.tokenFor(login) }).octokit;
  const owner = as(login);
  return {
    github,
    forge,
    repository,
    owner,
    as,
    name,
    perform: (effect, known) =>
      repository.perform(effect, { mayExist: false, lookup: async () => undefined, ...known }),
    ...(await openPull(owner, name)),
  };
}

function install(github: LocalGitHub, repository: string): { readonly id: number } {
  return github.installApp({
    repository,
    permissions: {
      metadata: "read",
      contents: "write",
      pull_requests: "write",
      issues: "write",
      checks: "write",
      deployments: "write",
    },
    events: [],
    webhookUrl: "http://127.0.0.1:9",
  });
}

function forgeOf(github: LocalGitHub): Forge {
  const baseUrl = `${github.url}/api/v3`;
  const { appId, privateKey, webhookSecret } = github;
  const probot = openProbot(
    { appId, privateKey, webhookSecret, baseUrl },
    pino({ level: "silent" }),
  );
  return openForge(probot, { appId, baseUrl });
}

async function openPull(owner: User, name: Name): Promise<Pick<Stage, "head" | "pull">> {
  const { rest } = owner;
  const main = await rest.git.getRef({ ...name, ref: "heads/main" });
  await rest.git.createRef({ ...name, ref: "refs/heads/change", sha: main.data.object.sha });
  const written = await rest.repos.createOrUpdateFileContents({
    ...name,
    path: "NOTES.md",
    branch: "change",
    message: "note\n\nCo-authored-by: Eve <7+eve@users.noreply.github.com>",
    content: Buffer.from("one\ntwo\n").toString("base64"),
  });
  const opened = await rest.pulls.create({ ...name, title: "Note", head: "change", base: "main" });
  return { head: sha(written.data.commit.sha ?? ""), pull: opened.data.number };
}

function recordWrites(github: LocalGitHub): string[] {
  const writes: string[] = [];
  github.onExchange(({ method, route, actor }) => {
    const isApp = actor.includes("agent-omega");
    if (method !== "GET" && isApp && !route.includes("access_tokens")) {
      writes.push(`${method} ${route.replace("/repos/{owner}/{repo}", "")}`);
    }
  });
  return writes;
}
