import { systemClock } from "../../../src/adapters/clock/system-clock.ts";
import { pino } from "pino";
import type { Probot } from "probot";
import { openClients } from "../../../src/adapters/github/clients.ts";
import { openForge } from "../../../src/adapters/github/forge.ts";
import { openProbot } from "../../../src/adapters/github/probot.ts";
import type { Effect } from "../../../src/core/decision/effect.ts";
import {
  installationId,
  type InstallationId,
  repositoryId,
  sha,
  type Sha,
} from "../../../src/core/kernel/ids.ts";
import { gitHubUser } from "../../../src/local/demo/github-user.ts";
import type { LocalGitHub, LocalGitHubOptions } from "../../../src/local/github/server.ts";
import type { Forge, Receipt, Repository } from "../../../src/ports/forge.ts";
import { startCheckedGitHub } from "../../support/local-github.ts";

type Name = { readonly owner: string; readonly repo: string };

type User = ReturnType<typeof gitHubUser>["octokit"];

/** A GitHub with one open pull request, seen by its owner and through our adapter. */
export type Stage = {
  readonly github: LocalGitHub;
  readonly probot: Probot;
  readonly forge: Forge;
  readonly installation: InstallationId;
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

export async function openTheatre(options: LocalGitHubOptions = {}): Promise<Theatre> {
  const github = await startCheckedGitHub(options);
  const probot = probotOf(github);
  const clients = openClients(probot, systemClock);
  const forge = openForge(clients, {
    appId: github.appId,
    baseUrl: `${github.url}/api/v3`,
  });
  const written = recordWrites(github);
  let stages = 0;
  return {
    openStage: async () => {
      github.faults.clear();
      written.splice(0);
      stages += 1;
      const name = { owner: "acme", repo: `desk-${stages}` };
      return { ...(await setStage(github, forge, name)), probot, writes: () => written.splice(0) };
    },
    close: () => github.close(),
  };
}

async function setStage(
  github: LocalGitHub,
  forge: Forge,
  name: Name,
): Promise<Omit<Stage, "probot" | "writes">> {
  const { owner: login, repo } = name;
  const files = { "README.md": "# Desk\n" };
  const { id } = github.createRepository({ owner: login, name: repo, files });
  const installation = installationId(install(github, `${login}/${repo}`).id);
  const repository = await forge.repository(installation, repositoryId(id));
  const as = (login: string) =>
    gitHubUser({ api: `${github.url}/api/v3`, login, token: github.tokenFor(login) }).octokit;
  const owner = as(login);
  return {
    github,
    forge,
    installation,
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
      actions: "write",
    },
    events: [],
    webhookUrl: "http://127.0.0.1:9",
  });
}

function probotOf({ url, appId, privateKey, webhookSecret }: LocalGitHub): Probot {
  const baseUrl = `${url}/api/v3`;
  return openProbot({ appId, privateKey, webhookSecret, baseUrl }, pino({ level: "silent" }));
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
