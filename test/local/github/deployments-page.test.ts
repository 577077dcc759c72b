import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gitHubUser } from "../../../src/local/demo/github-user.ts";
import { type LocalGitHub, startLocalGitHub } from "../../../src/local/github/server.ts";

const NAME = { owner: "alice", repo: "agents" };
const PRODUCTION = "triage/production";

let github: LocalGitHub;
let pages: { readonly all: string; readonly production: string };

beforeAll(async () => {
  github = await startLocalGitHub();
  github.createRepository({
    owner: NAME.owner,
    name: NAME.repo,
    files: { "README.md": "Hello\n" },
  });
  await deploy("triage/canary", "in_progress", "12 units.");
  await deploy(PRODUCTION, "success", "The candidate is in production.");
  await deploy(PRODUCTION, "failure", "Outcomes <fell>.");
  const at = `${github.url}/alice/agents/deployments`;
  const read = async (url: string): Promise<string> => (await fetch(url)).text();
  pages = {
    all: await read(at),
    production: await read(`${at}?environment=${encodeURIComponent(PRODUCTION)}`),
  };
});
afterAll(() => github.close());

async function deploy(
  environment: string,
  state: "in_progress" | "success" | "failure",
  description: string,
): Promise<void> {
  const { octokit } = gitHubUser({
    api: `${github.url}/api/v3`,
    login: NAME.owner,
    token: github.tokenFor(NAME.owner),
  });
  const isProduction = environment === PRODUCTION;
  const created = await octokit.rest.repos.createDeployment({
    ...NAME,
    ref: "main",
    environment,
    required_contexts: [],
    auto_merge: false,
    production_environment: isProduction,
    transient_environment: !isProduction,
  });
  const log_url = "http://127.0.0.1/log";
  const id = Number(Object(created.data).id);
  const status = { ...NAME, deployment_id: id, state, description, log_url };
  await octokit.rest.repos.createDeploymentStatus(status);
}

/** What a person reads of a page, in one line. */
function wordsOf(page: string): string {
  return page.replaceAll(/<style>.*?<\/style>|<[^>]*>/gs, " ").replaceAll(/\s+/g, " ");
}

describe("the page of a repository's deployments", () => {
  it("shows what is active in each environment, though something failed there since", () => {
    const [environments = ""] = wordsOf(pages.all).split("History");

    expect(environments).toMatch(/triage\/canary in progress transient/);
    expect(environments).toMatch(/triage\/production active production/);
  });

  it("shows the history newest first, each with its statuses, who put them, and their log", () => {
    const [, history = ""] = wordsOf(pages.production).split("History");

    expect(history).toMatch(/2 deployments .*failure .*Outcomes &lt;fell&gt;\. .*active /);
    expect(history).toMatch(/1 status failure alice, [^ ]+ [^ ]+ UTC log Outcomes/);
    expect(pages.production).toContain('<a href="http://127.0.0.1/log">log</a>');
  });

  it("leaves out the history of other environments when one is asked for", () => {
    expect(wordsOf(pages.all)).toContain("12 units.");
    expect(wordsOf(pages.production)).not.toContain("12 units.");
  });
});
