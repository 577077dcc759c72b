import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppProcess, startApp } from "../../src/local/demo/app-process.ts";
import { runOmega } from "../../src/local/demo/program.ts";
import { exportRecord, readRecord } from "../../src/local/demo/record.ts";
import { installOn, REPOSITORY, TEMPLATES } from "../../src/local/demo/world.ts";
import { startTraffic, type Traffic } from "../../src/local/traffic/driver.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { freshDatabase } from "../support/fresh-database.ts";

const databaseUrl = await freshDatabase();
if (databaseUrl === undefined) {
  console.log("TEST_DATABASE_URL is not set: two processes on one server are skipped");
}

type Replicas = { readonly desk: Desk; readonly second: AppProcess; readonly relay: Server };

let replicas: Replicas | undefined;
let traffic: Traffic | undefined;

/** Hands every webhook to both processes, as a careless load balancer would at its worst. */
function relayTo(urls: readonly string[]): Promise<Server> {
  const relay = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const { host: _, "content-length": __, connection: ___, ...kept } = request.headers;
    const headers = new Headers(Object.entries(kept).map(([name, value]) => [name, String(value)]));
    const answers = await Promise.all(
      urls.map((url) => fetch(`${url}${request.url ?? ""}`, { method: "POST", headers, body })),
    );
    response.writeHead(Math.max(...answers.map(({ status }) => status))).end();
  };
  const server = createServer((request, response) => void relay(request, response));
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

function addressOf(server: Server): string {
  const address = server.address();
  return typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
}

beforeAll(async () => {
  if (databaseUrl === undefined) return;
  const desk = await openDesk({ start: startApp, databaseUrl });
  const second = await startApp({ environment: desk.environment });
  const relay = await relayTo([desk.app.url, second.url]);
  installOn(desk.github, addressOf(relay));
  replicas = { desk, second, relay };
});

afterAll(async () => {
  await traffic?.stop();
  await replicas?.second.stop();
  await replicas?.desk.close();
  replicas?.relay.close();
});

describe.skipIf(databaseUrl === undefined)("two processes on one PostgreSQL server", () => {
  it("write everything once, promote once, and leave one record without a gap", async () => {
    if (replicas === undefined) throw new Error("the processes did not start");
    const { desk } = replicas;
    // Another title makes another commit: one commit as the head of two is another story.
    const propose = async (folder: string, branch: string): Promise<number> =>
      desk.propose({ ...(await desk.scenario(folder)), branch, title: branch });
    const rejected = [
      await propose("touch-governance", "one"),
      await propose("broken-reference", "two"),
      await propose("touch-governance", "three"),
    ];
    const improving = await propose("improve-classifier", "four");
    for (const pull of rejected) await desk.see(pull, ({ state }) => state === "rejected");
    await desk.see(improving, ({ state }) => state === "accepted");

    traffic = await startTraffic({
      appUrl: () => desk.app.url,
      gitHubToken: desk.github.tokenFor("dana"),
      repositoryId: desk.repositoryId,
      system: "triage",
      items: join(TEMPLATES, "traffic"),
    });
    const offers = (pull: number, command: string): Promise<unknown> =>
      desk.see(
        pull,
        ({ texts }) => texts["omega / release"]?.includes(`omega:${command}`) === true,
      );
    await desk.command(improving, "shadow");
    await offers(improving, "canary");
    await desk.command(improving, "canary");
    await offers(improving, "promote");
    await desk.command(improving, "promote");
    await desk.see(improving, ({ state, isMerged }) => state === "promoted" && isMerged);

    for (const pull of [...rejected, improving]) await expectOnce(desk, pull);
    const file = await exportRecord(desk, desk.github.tokenFor("dana"));
    const entries = await readRecord(file);
    const decisions = entries.filter(({ kind }) => kind === "decision");
    expect(decisions).toHaveLength(4);
    expect(new Set(decisions.map(({ subject }) => subject.pull))).toEqual(
      new Set([...rejected, improving]),
    );
    expect((await runOmega(["verify", file])).code).toBe(0);
  }, 240_000);
});

async function expectOnce(desk: Desk, pull: number): Promise<void> {
  const { rest } = desk.steward.octokit;
  const at = { ...REPOSITORY, per_page: 100 };
  const { data } = await rest.pulls.get({ ...at, pull_number: pull });
  const runs = await rest.checks.listForRef({ ...at, ref: data.head.sha, filter: "all" });
  const names = runs.data.check_runs.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  const comments = await rest.issues.listComments({ ...at, issue_number: pull });
  expect(comments.data).toHaveLength(1);
  const deployments = await rest.repos.listDeployments({ ...at, sha: data.head.sha });
  const environments = deployments.data.map(({ environment }) => environment);
  expect(environments).toEqual([...new Set(environments)]);
}
