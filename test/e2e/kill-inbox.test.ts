import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Entry } from "../../src/core/ledger/entry.ts";
import { startApp } from "../../src/local/demo/app-process.ts";
import { runOmega } from "../../src/local/demo/program.ts";
import { readRecord } from "../../src/local/demo/record.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { verifiedRecord } from "../support/nothing-twice.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { until } from "../support/until.ts";

/** So many webhooks at once; the app dies when it has accepted the second number of them. */
const SENT = 200;
const ACCEPTED = 60;

const KILLS = 3;

let desk: Desk;
let pull: number;
/** What GitHub really sent when the pull request was opened. */
let genuine: string;

beforeAll(async () => {
  desk = await openDesk({ start: startApp });
  pull = await desk.propose(await desk.scenario("docs-only"));
  await desk.see(pull, ({ checks }) => checks["omega / release"] === "success");
  const opened = desk.github.deliveries.log.find(
    ({ event, action }) => event === "pull_request" && action === "opened",
  );
  genuine = JSON.stringify(opened?.payload);
});

afterAll(() => desk.close());

/** Kills the app amid a flood, and says which deliveries it had answered with 202. */
async function killAmidFlood(): Promise<readonly string[]> {
  const door = { url: desk.app.url, secret: desk.github.webhookSecret, appId: desk.github.appId };
  const accepted: string[] = [];
  const flood = Array.from({ length: SENT }, async () => {
    const guid = crypto.randomUUID();
    const headers = { "x-github-delivery": guid };
    const { status } = await postWebhook(door, { body: genuine, headers });
    if (status === 202) accepted.push(guid);
  });
  const answered = Promise.allSettled(flood);
  await until(() => accepted.length >= ACCEPTED);
  await desk.app.kill();
  await answered;
  return accepted;
}

/** How often each delivery stands in a record. */
function tally(record: readonly Entry[]): ReadonlyMap<unknown, number> {
  const times = new Map<unknown, number>();
  for (const { kind, body } of record) {
    if (kind === "delivery") times.set(body["delivery"], (times.get(body["delivery"]) ?? 0) + 1);
  }
  return times;
}

/** The record that a dead app left, read while nobody has its directory. */
async function recordLeft(): Promise<readonly Entry[]> {
  const file = join(await mkdtemp(join(tmpdir(), "omega-left-")), "record.jsonl");
  const place = ["--data-dir", desk.environment["AGENT_OMEGA_DATA_DIR"] ?? ""];
  const repository = ["--repository-id", String(desk.repositoryId)];
  const ran = await runOmega(["export", ...place, ...repository, "--out", file]);
  expect(ran).toMatchObject({ code: 0 });
  return readRecord(file);
}

describe("an app killed amid a flood of webhooks", () => {
  it("works on each that it accepted, once, and keeps one record", async () => {
    const accepted: string[] = [];
    let waiting = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      accepted.push(...(await killAmidFlood()));
      const worked = tally(await recordLeft());
      waiting += accepted.filter((guid) => !worked.has(guid)).length;
      await desk.restartApp();
    }
    // Otherwise the kills came too late to show anything.
    expect(waiting).toBeGreaterThan(0);

    await until(async () => {
      const worked = tally(await verifiedRecord(desk));
      return accepted.every((guid) => worked.has(guid));
    });
    const worked = tally(await verifiedRecord(desk));
    expect(accepted.filter((guid) => worked.get(guid) !== 1)).toEqual([]);
  }, 240_000);
});
