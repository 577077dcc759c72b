import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppProcess, startApp } from "../../src/local/demo/app-process.ts";
import { installOn } from "../../src/local/demo/world.ts";
import type { Traffic } from "../../src/local/traffic/driver.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { startLive } from "../support/live-traffic.ts";
import { freshDatabase } from "../support/fresh-database.ts";
import {
  countPromotions,
  expectNothingTwice,
  expectOneStory,
  verifiedRecord,
} from "../support/nothing-twice.ts";
import { readRegistry } from "../support/registry-rows.ts";
import { type Relay, relayTo } from "../support/relay.ts";

const databaseUrl = await freshDatabase();
if (databaseUrl === undefined) {
  console.log("TEST_DATABASE_URL is not set: two processes on one server are skipped");
}

type Replicas = { readonly desk: Desk; readonly second: AppProcess; readonly relay: Relay };

let replicas: Replicas | undefined;
let traffic: Traffic | undefined;

beforeAll(async () => {
  if (databaseUrl === undefined) return;
  const desk = await openDesk({ start: startApp, databaseUrl });
  const second = await startApp({ environment: desk.environment });
  const relay = await relayTo([desk.app.url, second.url]);
  installOn(desk.github, relay.url);
  replicas = { desk, second, relay };
});

afterAll(async () => {
  await traffic?.stop();
  await replicas?.second.stop();
  await replicas?.desk.close();
  replicas?.relay.close();
});

/** Another title makes another commit: one commit as the head of two is another story. */
async function propose(desk: Desk, folder: string, branch: string): Promise<number> {
  return desk.propose({ ...(await desk.scenario(folder)), branch, title: branch });
}

/** Both sides of each proposal once, and one edge from the baseline to what was promoted. */
async function expectRegisteredOnce(): Promise<void> {
  const { versions, lineage } = await readRegistry(databaseUrl ?? "");
  const names = versions.map(({ version }) => version);
  expect(names).toEqual([...new Set(names)]);
  const edges = lineage.filter(({ parent }) => parent !== null);
  expect(edges).toHaveLength(1);
  expect(versions).toContainEqual(expect.objectContaining(edges[0] ?? {}));
}

describe.skipIf(databaseUrl === undefined)("two processes on one PostgreSQL server", () => {
  it("write everything once, promote once, and leave one record without a gap", async () => {
    if (replicas === undefined) throw new Error("the processes did not start");
    const { desk } = replicas;
    const rejected = [
      await propose(desk, "touch-governance", "one"),
      await propose(desk, "broken-reference", "two"),
      await propose(desk, "touch-governance", "three"),
    ];
    const improving = await propose(desk, "improve-classifier", "four");
    for (const pull of rejected) await desk.see(pull, ({ state }) => state === "rejected");
    await desk.see(improving, ({ state }) => state === "accepted");

    traffic = await startLive(desk);
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

    const record = await verifiedRecord(desk);
    for (const pull of [...rejected, improving]) {
      await expectNothingTwice(desk, pull);
      expectOneStory(record, pull);
    }
    const pointers = record.filter(({ kind }) => kind === "pointer");
    // The first belongs to no pull request: what stood on main when the system was first seen.
    expect(pointers.map(({ subject }) => subject.pull)).toEqual([undefined, improving]);
    expect(await countPromotions(desk)).toBe(1);
    await expectRegisteredOnce();
  }, 240_000);

  it("take over from each other what one of them did not live to finish", async () => {
    if (replicas === undefined) throw new Error("the processes did not start");
    const { desk, second } = replicas;
    await second.kill();
    const checks = { method: "POST", route: "/repos/{owner}/{repo}/check-runs" };
    const held = desk.github.faults.hold(checks, "after");
    const pull = await propose(desk, "touch-governance", "five");
    await held.arrived;

    const heir = await startApp({ environment: desk.environment });
    replicas = { ...replicas, second: heir };
    await desk.app.kill();
    await desk.see(pull, ({ state }) => state === "rejected");

    await expectNothingTwice(desk, pull);
    await desk.restartApp();
    expectOneStory(await verifiedRecord(desk), pull);
  }, 240_000);
});
