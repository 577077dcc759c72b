import type { LocalGitHub } from "../../../src/local/github/server.ts";
import type { Repository } from "../../../src/local/github/repositories/repository.ts";
import type { Files } from "../builders.ts";

const REPO = "support-desk";

/** The people of a repository, and what they may do. */
const PEOPLE = [
  ["triage-bot[bot]", "push"],
  ["dana", "maintain"],
  ["alice", "admin"],
  ["bob", "push"],
  ["mallory", "triage"],
] as const;

const PERMISSIONS = {
  metadata: "read",
  contents: "write",
  pull_requests: "write",
  issues: "write",
  checks: "write",
  deployments: "write",
} as const;

const EVENTS = [
  "pull_request",
  "pull_request_review",
  "issue_comment",
  "check_run",
  "check_suite",
  "push",
  "deployment",
];

/** A repository of a local GitHub with its people, on which the app is installed. */
export type Ground = {
  readonly github: LocalGitHub;
  readonly owner: string;
  readonly repository: Repository;
  /** One call of somebody with a token, on a path below the repository. */
  ask(login: string, method: string, asked: Asked): Promise<Answer>;
};

type Asked = { readonly path: string; readonly body?: unknown };

export type Answer = {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- an answer of any shape, looked into freely
  readonly body: any;
};

export type Wanted = {
  readonly owner: string;
  readonly files: Files;
  /** Where GitHub posts its deliveries; nowhere unless said. */
  readonly webhookUrl?: string;
};

/** A new repository with these files and the app on it, whose release check is required of everybody. */
export async function openGround(
  github: LocalGitHub,
  { owner, files, ...installed }: Wanted,
): Promise<Ground> {
  const repository = github.createRepository({ owner, name: REPO, files });
  const ask: Ground["ask"] = (login, method, asked) =>
    askOf(ground, github.tokenFor(login), [method, asked]);
  const ground: Ground = { github, owner, repository, ask };
  for (const [login, permission] of PEOPLE) {
    github.createUser(login);
    await ask(owner, "PUT", { path: `/collaborators/${login}`, body: { permission } });
  }
  const checks = [{ context: "omega / release", app_id: github.appId }];
  await ask(owner, "PUT", {
    path: "/branches/main/protection",
    body: {
      required_status_checks: { strict: false, contexts: [], checks },
      enforce_admins: true,
      required_pull_request_reviews: null,
      restrictions: null,
    },
  });
  github.installApp({
    repository: `${owner}/${repository.name}`,
    permissions: PERMISSIONS,
    events: EVENTS,
    ...installed,
  });
  return ground;
}

async function askOf(
  { github, owner, repository }: Ground,
  token: string,
  [method, { path, body }]: readonly [string, Asked],
): Promise<Answer> {
  const url = `${github.url}/api/v3/repos/${owner}/${repository.name}${path}`;
  const answer = await github.fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
}
