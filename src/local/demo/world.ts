import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openStarter } from "../../adapters/starter/open-starter.ts";
import { type LocalGitHub, startLocalGitHub } from "../github/server.ts";
import { type AppProcess, startApp } from "./app-process.ts";
import { type GitHubUser, gitHubUser } from "./github-user.ts";
import type { RepositoryName } from "./proposer.ts";
import { startReviewer } from "./reviewer.ts";

/** The repository's templates, from wherever this file runs. */
export const TEMPLATES = fileURLToPath(new URL("../../../templates", import.meta.url));

export const REPOSITORY: RepositoryName = { owner: "acme", repo: "support-desk" };

/** A second one, smaller, whose charter and people's habits are others. */
export const PARCELS: RepositoryName = { owner: "acme", repo: "parcel-desk" };

/** The people of the story, as the starter's charter names them. */
const PROPOSER = "triage-bot[bot]";
const OPERATOR = "dana";
const STEWARD = "alice";
const SECOND_STEWARD = "bob";
const OUTSIDER = "mallory";

/** A job's own token, in which a team's workflow reports what it deployed. */
export const DEPLOYER = "github-actions[bot]";

export type DemoWorld = {
  readonly github: LocalGitHub;
  readonly app: AppProcess;
  readonly proposer: GitHubUser;
  readonly operator: GitHubUser;
  readonly steward: GitHubUser;
  /** Another steward: an amendment takes two. */
  readonly secondSteward: GitHubUser;
  /** An account that holds no role anywhere. */
  readonly outsider: GitHubUser;
  readonly repositoryId: number;
  /** The second repository's, where there is one. */
  readonly parcelsId: number | undefined;
  /** What the app was started with; the data directory among it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the app and starts it again on the same data, as an operator would. */
  restartApp(): Promise<void>;
  close(): Promise<void>;
};

export type WorldOptions = {
  /** PostgreSQL instead of the embedded database. */
  readonly databaseUrl?: string;
  /** Where the app keeps its data; a new folder unless said otherwise. */
  readonly dataDirectory?: string;
  readonly onLog?: (line: string) => void;
  /** Called with the local GitHub before anything crosses it. */
  readonly onGitHub?: (github: LocalGitHub) => void;
  /** Where the app runs: a process of its own, unless a test wants to look inside. */
  readonly start?: typeof startApp;
  /** What the repository begins with, by path; the starter unless said otherwise. */
  readonly files?: Readonly<Record<string, string>>;
  /** What a second repository begins with; without it there is none. */
  readonly parcels?: Readonly<Record<string, string>>;
  /** What the app is permitted beyond what it cannot do without. */
  readonly permissions?: Readonly<Record<string, string>>;
};

/** A GitHub with a repository made from the starter, and the app installed on it. */
export async function openWorld(options: WorldOptions = {}): Promise<DemoWorld> {
  const github = await startLocalGitHub();
  options.onGitHub?.(github);
  const owner = user(github, REPOSITORY.owner);
  const { repository, parcels } = await createRepositories(github, options);
  const reviewer = await startReviewer();
  const environment = { ...(await environmentOf(github, options)), ...reviewer.environment };
  const start = options.start ?? startApp;
  const names = parcels === undefined ? [REPOSITORY] : [REPOSITORY, PARCELS];
  const [app] = await Promise.all([
    start({ environment, ...logTo(options) }),
    ...names.map((name) => welcome(github, owner, name)),
  ]);
  const state = { app };
  const { permissions } = options;
  for (const name of names) installOn(github, app.url, { name, permissions });
  return {
    github,
    get app() {
      return state.app;
    },
    ...peopleOf(github),
    repositoryId: repository.id,
    parcelsId: parcels?.id,
    environment,
    restartApp: async () => {
      const port = new URL(state.app.url).port;
      await state.app.kill();
      state.app = await start({
        environment: { ...environment, PORT: port },
        ...logTo(options),
      });
    },
    close: () => closeAll([{ close: () => state.app.stop() }, reviewer, github]),
  };
}

async function createRepositories(github: LocalGitHub, { files, parcels }: WorldOptions) {
  const create = ({ owner, repo: name }: RepositoryName, held: typeof parcels = {}) =>
    github.createRepository({ owner, name, files: held });
  return {
    repository: create(REPOSITORY, files ?? Object.fromEntries(await openStarter().files())),
    parcels: parcels && create(PARCELS, parcels),
  };
}

type People = "proposer" | "operator" | "steward" | "secondSteward" | "outsider";

function peopleOf(github: LocalGitHub): Pick<DemoWorld, People> {
  return {
    proposer: user(github, PROPOSER),
    operator: user(github, OPERATOR),
    steward: user(github, STEWARD),
    secondSteward: user(github, SECOND_STEWARD),
    outsider: user(github, OUTSIDER),
  };
}

/** The app first: what it still does, it does with the others there. */
async function closeAll(open: readonly { close(): Promise<void> }[]): Promise<void> {
  for (const one of open) await one.close();
}

function logTo({ onLog }: WorldOptions): { readonly onLog?: (line: string) => void } {
  return onLog === undefined ? {} : { onLog };
}

function user(github: LocalGitHub, login: string): GitHubUser {
  return gitHubUser({ api: `${github.url}/api/v3`, login, token: github.tokenFor(login) });
}

/** The app's documented environment, and nothing else. */
async function environmentOf(
  github: LocalGitHub,
  { databaseUrl, dataDirectory }: WorldOptions,
): Promise<Readonly<Record<string, string>>> {
  return {
    GHE_HOST: github.host,
    GHE_PROTOCOL: "http",
    APP_ID: String(github.appId),
    PRIVATE_KEY: github.privateKey,
    WEBHOOK_SECRET: github.webhookSecret,
    AGENT_OMEGA_DATA_DIR: dataDirectory ?? (await mkdtemp(join(tmpdir(), "omega-demo-"))),
    AGENT_OMEGA_SEALED_DIR: join(TEMPLATES, "sealed"),
    LOG_LEVEL: "info",
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
}

/** Gives people their roles, and makes the release check required for everybody, admins too. */
async function welcome(
  github: LocalGitHub,
  owner: GitHubUser,
  name: RepositoryName,
): Promise<void> {
  const roles = [
    [PROPOSER, "push"],
    [OPERATOR, "maintain"],
    [STEWARD, "admin"],
    [SECOND_STEWARD, "push"],
    ["carol", "push"],
    [DEPLOYER, "push"],
  ] as const;
  for (const [username, permission] of roles) {
    github.createUser(username);
    await owner.octokit.rest.repos.addCollaborator({ ...name, username, permission });
  }
  await owner.octokit.rest.repos.updateBranchProtection({
    ...name,
    branch: "main",
    required_status_checks: {
      strict: false,
      contexts: [],
      checks: [{ context: "omega / release", app_id: github.appId }],
    },
    enforce_admins: true,
    required_pull_request_reviews: null,
    restrictions: null,
  });
}

type Installing = {
  readonly name?: RepositoryName;
  readonly permissions?: WorldOptions["permissions"];
};

/** What a person does on the app's page: choose the repository and press *Install*. */
export function installOn(
  github: LocalGitHub,
  appUrl: string,
  { name: { owner, repo } = REPOSITORY, permissions = {} }: Installing = {},
): void {
  github.installApp({
    repository: `${owner}/${repo}`,
    permissions: {
      metadata: "read",
      contents: "write",
      pull_requests: "write",
      issues: "write",
      checks: "write",
      merge_queues: "read",
      deployments: "write",
      ...permissions,
    },
    events: [
      "pull_request",
      "pull_request_review",
      "issue_comment",
      "check_run",
      "check_suite",
      "push",
      "merge_group",
      "deployment",
      "deployment_status",
      "deployment_protection_rule",
    ],
    webhookUrl: `${appUrl}/api/github/webhooks`,
  });
}
