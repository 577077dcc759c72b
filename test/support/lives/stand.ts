import type { OpenedStore } from "../../../src/adapters/store/open-store.ts";
import { repositoryId } from "../../../src/core/kernel/ids.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import type { OutgoingDelivery } from "../../../src/local/github/hooks/delivery.ts";
import type { Repository } from "../../../src/local/github/repositories/repository.ts";
import { type LocalGitHub, startLocalGitHub } from "../../../src/local/github/server.ts";
import type { Files } from "../builders.ts";
import { type AppRun, startRun } from "./app-run.ts";
import { type Fate, Killed, type Trouble, trouble } from "./trouble.ts";
import type { Scene } from "./story.ts";

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

/** A store and a GitHub in this process, on which one repository after the other is governed. */
export type Stand = {
  readonly github: LocalGitHub;
  readonly store: OpenedStore;
  /** A new repository with these files and the app on it, one after the other; nothing is delivered yet. */
  found(files: Files): Promise<Site>;
  close(): Promise<void>;
};

/** One governed repository: what waits to be delivered, the clock, the app and what it did. */
export type Site = {
  readonly stand: Stand;
  readonly repository: Repository;
  readonly owner: string;
  readonly fate: Fate;
  readonly scenes: Scene[];
  /** Sent by GitHub and neither delivered nor lost, oldest first. */
  readonly mail: OutgoingDelivery[];
  /** Milliseconds; the app's clock. GitHub has its own. */
  now: number;
  /** One call of somebody with a token. */
  ask(login: string, method: string, asked: Asked): Promise<Answer>;
  /** Lets the app do something; a process that dies meanwhile is followed by the next. */
  run<Value>(act: (run: AppRun) => Promise<Value>): Promise<Value | undefined>;
  /** What GitHub has sent since is in the mail. */
  collect(): Promise<void>;
  leave(): void;
};

type Asked = { readonly path: string; readonly body?: unknown };

export type Answer = {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- an answer of any shape, looked into freely
  readonly body: any;
};

let founded = 0;

export async function openStand(
  openStore: () => Promise<OpenedStore>,
  privateKey?: string,
): Promise<Stand> {
  const store = await openStore();
  const github = await startLocalGitHub({
    rateLimit: Number.MAX_SAFE_INTEGER,
    ...(privateKey === undefined ? {} : { privateKey }),
  });
  for (const [login] of PEOPLE) github.createUser(login);
  const stand: Stand = {
    github,
    store,
    found: (files) => found(stand, files),
    close: async () => {
      await github.close();
      await store.close();
    },
  };
  return stand;
}

async function found(stand: Stand, files: Files): Promise<Site> {
  const { github } = stand;
  const owner = `acme-${(founded += 1)}`;
  const repository = github.createRepository({ owner, name: REPO, files });
  const mail: OutgoingDelivery[] = [];
  const scenes: Scene[] = [];
  const fate: Fate = { call: undefined, commit: undefined, calls: [], struck: 0 };
  const stop = github.deliveries.onDelivery((sent) => {
    if (!isEcho(sent)) mail.push(sent);
  });
  const setting = {
    github,
    store: stand.store,
    fate,
    place: `/repos/${owner}/${REPO}`,
    hear: (scene: Scene) => void scenes.push(scene),
  };
  let living: { readonly troubled: Trouble; readonly run: AppRun } | undefined;
  const site: Site = {
    stand,
    repository,
    owner,
    fate,
    scenes,
    mail,
    now: Date.now(),
    ask: (login, method, asked) => ask(site, github.tokenFor(login), [method, asked]),
    run: async (act) => {
      try {
        living ??= await start();
        return await act(living.run);
      } catch (failure) {
        if (living?.troubled.isDead() !== true && !(failure instanceof Killed)) throw failure;
        return undefined;
      } finally {
        if (living?.troubled.isDead() === true) living = undefined;
        await site.collect();
      }
    },
    collect: () => github.deliveries.settled(),
    leave: () => {
      stop();
      github.world.repositories.delete(repository.id);
      for (const [id, { account }] of github.world.installations) {
        if (account === repository.owner) github.world.installations.delete(id);
      }
    },
  };
  const start = async () => {
    const troubled = trouble(setting);
    const run = await startRun({
      github,
      store: troubled.store,
      fetch: troubled.fetch,
      clock: { now: () => instant(site.now) },
      repository: repositoryId(repository.id),
    });
    return { troubled, run };
  };
  await welcome(site);
  return site;
}

/**
 * What GitHub tells the app of the app's own doing. It asks for nothing, is two in three of all
 * deliveries, and has tests of its own where deliveries are translated.
 */
function isEcho({ payload }: OutgoingDelivery): boolean {
  const { sender } = payload;
  return typeof sender === "object" && sender !== null && "type" in sender && sender.type === "Bot"
    ? "login" in sender && sender.login === "agent-omega[bot]"
    : false;
}

async function welcome(site: Site): Promise<void> {
  const { owner, repository } = site;
  const { github } = site.stand;
  for (const [login, permission] of PEOPLE) {
    await site.ask(owner, "PUT", { path: `/collaborators/${login}`, body: { permission } });
  }
  const checks = [{ context: "omega / release", app_id: github.appId }];
  await site.ask(owner, "PUT", {
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
  });
  await site.collect();
}

async function ask(
  { stand, owner, repository }: Site,
  token: string,
  [method, { path, body }]: readonly [string, Asked],
): Promise<Answer> {
  const { github } = stand;
  const url = `${github.url}/api/v3/repos/${owner}/${repository.name}${path}`;
  const answer = await github.fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
}
