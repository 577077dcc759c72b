import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createPrivateKey, createSign } from "node:crypto";
import { expect } from "vitest";
import {
  startLocalGitHub,
  type LocalGitHub,
  type LocalGitHubOptions,
} from "../../../src/local/github/server.ts";
import { observeConformance } from "../../support/conformance/observe.ts";

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; tests look into it freely. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a reply of any shape is what is under test
  readonly body: any;
};

type Received = {
  readonly name: string;
  readonly guid: string;
  readonly signature: string;
  readonly bytes: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  readonly payload: any;
};

type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

export type Stage = {
  readonly github: LocalGitHub;
  readonly received: Received[];
  readonly installationId: number;
  /** Owner and administrator. */
  readonly alice: Call;
  /** Writes. */
  readonly bob: Call;
  /** Triages. */
  readonly carol: Call;
  /** Nobody in particular. */
  readonly dave: Call;
  readonly app: Call;
  readonly as: (token: string, headers?: Record<string, string>) => Call;
  /** Names of the webhooks so far, such as `pull_request.labeled`. */
  readonly events: () => Promise<readonly string[]>;
  /** Commits a file on a branch, which is made from main when it is new. */
  readonly push: (branch: string, path: string, content: string) => Promise<string>;
  /** A branch with one change and a pull request for it. */
  readonly propose: (branch?: string, more?: object) => Promise<Answer["body"]>;
  readonly close: () => Promise<void>;
};

export const permissions = {
  checks: "write",
  contents: "write",
  pull_requests: "write",
  issues: "write",
  deployments: "write",
};

const events = [
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "push",
  "create",
  "delete",
  "check_run",
  "check_suite",
  "issue_comment",
  "deployment",
  "deployment_status",
];

export function appToken(github: LocalGitHub, seconds = 300): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "RS256", typ: "JWT" })}.${part({ iat: now - 30, exp: now + seconds, iss: String(github.appId) })}`;
  const key = createPrivateKey(github.privateKey);
  return `${text}.${createSign("RSA-SHA256").update(text).sign(key, "base64url")}`;
}

function caller(github: LocalGitHub, token: string, more: Record<string, string> = {}): Call {
  return async (method, path, body) => {
    const url = path.startsWith("http") ? path : `${github.url}/api/v3${path}`;
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    };
  };
}

async function listen(received: Received[]): Promise<Server> {
  const hook = createServer((request, response) => {
    let bytes = "";
    request.on("data", (chunk) => (bytes += String(chunk)));
    request.on("end", () => {
      const payload = JSON.parse(bytes);
      const event = String(request.headers["x-github-event"]);
      received.push({
        name: payload.action === undefined ? event : `${event}.${payload.action}`,
        guid: String(request.headers["x-github-delivery"]),
        signature: String(request.headers["x-hub-signature-256"]),
        bytes,
        payload,
      });
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
  return hook;
}

/** One key for all stages of a worker: making one is the slowest part of starting. */
let key: { readonly privateKey?: string } = {};

export async function openStage(options: LocalGitHubOptions = {}): Promise<Stage> {
  const received: Received[] = [];
  const hook = await listen(received);
  const github = await startLocalGitHub({ ...options, ...key });
  key = { privateKey: github.privateKey };
  observeConformance(github);
  const files = { "README.md": "# Agents\n", "systems/a.txt": "1\n2\n3\n4\n5\n6\n7\n8\n9\n" };
  github.createRepository({ owner: "alice", name: "agents", files });
  const port = (hook.address() as AddressInfo).port;
  const installation = github.installApp({
    repository: "alice/agents",
    permissions,
    events,
    webhookUrl: `http://127.0.0.1:${port}/`,
  });
  const as = (token: string, headers?: Record<string, string>): Call =>
    caller(github, token, headers);
  const alice = as(github.tokenFor("alice"));
  for (const [login, permission] of [
    ["bob", "push"],
    ["carol", "triage"],
  ]) {
    github.createUser(String(login));
    await alice("PUT", `/repos/alice/agents/collaborators/${login}`, { permission });
  }
  const granted = await as(appToken(github))(
    "POST",
    `/app/installations/${installation.id}/access_tokens`,
  );
  const push = async (branch: string, path: string, content: string): Promise<string> => {
    const main = await alice("GET", "/repos/alice/agents/git/ref/heads/main");
    const sha = main.body.object.sha;
    await alice("POST", "/repos/alice/agents/git/refs", { ref: `refs/heads/${branch}`, sha });
    const held = await alice("GET", `/repos/alice/agents/contents/${path}?ref=${branch}`);
    const written = await alice("PUT", `/repos/alice/agents/contents/${path}`, {
      message: `change ${path}`,
      content: Buffer.from(content).toString("base64"),
      branch,
      ...(held.status === 200 ? { sha: held.body.sha } : {}),
    });
    expect(written.status).toBeLessThan(300);
    return String(written.body.commit.sha);
  };
  return {
    github,
    received,
    installationId: installation.id,
    alice,
    bob: as(github.tokenFor("bob")),
    carol: as(github.tokenFor("carol")),
    dave: as(github.tokenFor("dave")),
    app: as(String(granted.body.token)),
    as,
    events: async () => {
      await github.deliveries.settled();
      return received.map((one) => one.name);
    },
    push,
    propose: async (branch = "topic", more = {}) => {
      await push(branch, "systems/a.txt", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n");
      const body = { title: "Change five", head: branch, base: "main", body: "why", ...more };
      const opened = await alice("POST", "/repos/alice/agents/pulls", body);
      expect(opened.status).toBe(201);
      return opened.body;
    },
    close: async () => {
      await github.close();
      await new Promise((resolve) => {
        hook.close(resolve);
        hook.closeAllConnections();
      });
    },
  };
}

/** One documented behaviour: where GitHub says it, what it is, and how it shows here. */
export type Behaviour = {
  /** A page below https://docs.github.com. */
  readonly source: string;
  readonly says: string;
  readonly options?: LocalGitHubOptions;
  readonly show: (stage: Stage) => Promise<void>;
};

export async function perform(behaviour: Behaviour): Promise<void> {
  const stage = await openStage(behaviour.options);
  try {
    await behaviour.show(stage);
  } finally {
    await stage.close();
  }
}
