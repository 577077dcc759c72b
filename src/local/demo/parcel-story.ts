import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startTraffic, type Traffic } from "../traffic/driver.ts";
import { openFleet } from "../traffic/fleet.ts";
import { startLocalWorkflow } from "../traffic/local-workflow.ts";
import { awaitState } from "./journey.ts";
import { enqueue, requireQueue } from "./merge-queue.ts";
import {
  DELIVERED,
  FIRST_AMENDMENT,
  INTRUDED,
  REFUSED_GROUP,
  REVERTED,
  WORSENED,
} from "./parcel-scenario.ts";
import { open, take, type Telling, travellerOf } from "./play.ts";
import type { Opened } from "./row.ts";
import { DEPLOYER, TEMPLATES } from "./world.ts";

const SYSTEM = "parcels";
const TRAFFIC = join(TEMPLATES, "traffic", SYSTEM);
const LOOK_EVERY = 250;
const PATIENCE = 120_000;

/** More than elsewhere: they are cheap to serve, and every stage waits for them. */
const USERS = 8;

/** A repository whose team deploys by itself, and whose versions advance and return by themselves. */
export async function tellParcelStory(telling: Telling): Promise<readonly Opened[]> {
  const { world } = telling;
  const fleet = openFleet(SYSTEM);
  const stopWorkflow = startLocalWorkflow(world.github, {
    login: DEPLOYER,
    deliver: fleet.deliver,
  });
  const traffic = await startTraffic({
    appUrl: () => world.app.url,
    gitHubToken: world.github.tokenFor(world.operator.login),
    repositoryId: world.parcelsId ?? 0,
    system: SYSTEM,
    items: join(TRAFFIC, "2026-w47.jsonl"),
    users: USERS,
    fleet,
  });
  try {
    const improved = await improve(telling, traffic);
    const refused = await queueTwo(telling);
    const intruded = await open(telling, INTRUDED);
    await take(telling, intruded);
    return [...improved, refused, intruded];
  } finally {
    await traffic.stop();
    stopWorkflow();
  }
}

/** Two improvements; what users ask changes after the second, and it is taken back. */
async function improve(telling: Telling, traffic: Traffic): Promise<readonly Opened[]> {
  const delivered = await open(telling, DELIVERED);
  await take(telling, delivered);
  const worsened = await open(telling, WORSENED);
  await take(telling, worsened);
  telling.say("users begin to write by another form");
  await traffic.turnTo(join(TRAFFIC, "2026-w48.jsonl"));
  await awaitState(travellerOf(telling, worsened), ["rolled-back"]);
  return [delivered, worsened, await seeReverted(telling)];
}

/** Watches the app propose the way back, and merge it. */
async function seeReverted({ world, repository, say }: Telling): Promise<Opened> {
  const { pulls } = world.operator.octokit.rest;
  let known = false;
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await pause(LOOK_EVERY)) {
    const { data } = await pulls.list({ ...repository, state: "all" });
    const back = data.find(({ head }) => head.ref.startsWith("omega/put-back-"));
    if (back === undefined) continue;
    if (!known) say(`#${back.number} opened: ${REVERTED.tried}`);
    known = true;
    if (back.merged_at === null) continue;
    say(`#${back.number} merged`);
    return { scenario: REVERTED, repository, pull: back.number, url: back.html_url };
  }
  throw new Error("nobody put the branch back");
}

/** Two amendments, each approved; the queue is asked to merge the one on top of the other. */
async function queueTwo(telling: Telling): Promise<Opened> {
  const { world, repository, say } = telling;
  await requireQueue(world.steward, repository, world.github.appId);
  const first = await open(telling, FIRST_AMENDMENT);
  const second = await open(telling, REFUSED_GROUP);
  await Promise.all([take(telling, first), take(telling, second)]);
  for (const { pull } of [first, second]) await enqueue(world.steward, repository, pull);
  const { pulls } = world.steward.octokit.rest;
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await pause(LOOK_EVERY)) {
    const { data } = await pulls.get({ ...repository, pull_number: first.pull });
    if (!data.merged) continue;
    say(`#${first.pull} merged; #${second.pull} left the queue`);
    return second;
  }
  throw new Error("the queue merged nothing");
}
