import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppProcess, startApp } from "../../src/local/demo/app-process.ts";
import { installOn, REPOSITORY } from "../../src/local/demo/world.ts";
import {
  letAdminsPush,
  proposedBack,
  pushPast,
  runsOn,
  seenUntil,
} from "../support/around-the-app.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { freshDatabase } from "../support/fresh-database.ts";
import { verifiedRecord } from "../support/nothing-twice.ts";
import { pushAndOpen } from "../support/push-tree.ts";
import { readRegistry } from "../support/registry-rows.ts";
import { type Relay, relayTo } from "../support/relay.ts";

const TABLE = "systems/triage/data/shorthand.json";
const README = "README.md";

const databaseUrl = await freshDatabase();
if (databaseUrl === undefined) {
  console.log("TEST_DATABASE_URL is not set: an incident seen by two processes is skipped");
}

type Replicas = { readonly desk: Desk; readonly second: AppProcess; readonly relay: Relay };

let replicas: Replicas | undefined;

beforeAll(async () => {
  if (databaseUrl === undefined) return;
  const desk = await openDesk({ start: startApp, databaseUrl });
  const second = await startApp({ environment: desk.environment });
  const relay = await relayTo([desk.app.url, second.url]);
  installOn(desk.github, relay.url);
  replicas = { desk, second, relay };
}, 60_000);

afterAll(async () => {
  await replicas?.second.stop();
  await replicas?.desk.close();
  replicas?.relay.close();
});

/** A change of a file that nobody governs, which the app looks at and lets pass. */
async function pass(desk: Desk, branch: string): Promise<void> {
  const rows = [{ path: README, bytes: `${branch}\n` }];
  const { number } = await pushAndOpen(desk.proposer, { branch, rows });
  await desk.see(number, ({ checks }) => checks["omega / release"] === "success");
}

describe.skipIf(databaseUrl === undefined)("a push that two processes hear of", () => {
  it("is one incident, one check, one pull request and one version", async () => {
    if (replicas === undefined || databaseUrl === undefined)
      throw new Error("the processes did not start");
    const { desk } = replicas;
    await pass(desk, "first");
    await letAdminsPush(desk);

    const tip = await pushPast(desk, TABLE, "{}\n");
    await seenUntil(
      () => proposedBack(desk),
      (found) => found.length > 0,
    );
    await seenUntil(
      () => runsOn(desk, tip),
      (found) => found.includes("failure"),
    );
    // Both look again and again: at every push, and at every pull request.
    for (const words of ["once", "twice", "thrice"]) await pushPast(desk, README, `${words}\n`);
    await pass(desk, "last");

    const incidents = (await verifiedRecord(desk)).filter(({ kind }) => kind === "incident");
    const codes = new Set(incidents.map(({ body }) => body["reason_code"]));
    expect(incidents).toHaveLength(2);
    expect(codes).toEqual(new Set(["changed-around", "guard-weakened"]));
    expect(await runsOn(desk, tip)).toEqual(["failure"]);
    expect(await proposedBack(desk)).toHaveLength(1);
    const { data } = await desk.steward.octokit.rest.git.listMatchingRefs({
      ...REPOSITORY,
      ref: "heads/omega/put-back-",
    });
    expect(data).toHaveLength(1);

    const [base, pushed, ...others] = (await readRegistry(databaseUrl)).versions;
    expect(others).toEqual([]);
    expect(pushed).toMatchObject({ parent: base?.version, commit: tip });
  }, 120_000);
});
