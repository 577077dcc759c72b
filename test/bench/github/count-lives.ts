import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { travel } from "../../../src/local/demo/journey.ts";
import { REPOSITORY } from "../../../src/local/demo/world.ts";
import { startTraffic } from "../../../src/local/traffic/driver.ts";
import type { Bar } from "../bars.ts";
import { type BenchDesk, TEMPLATES } from "./bench-desk.ts";
import { type Count, routesOf, sumOf, toldOf } from "./traffic-count.ts";

/**
 * Counts what the design bounds: one evaluation, the same again, and a change of no system. The
 * first mutation of a repository also makes the labels, once for all; the second is what is bounded.
 */
export async function countLives(desk: BenchDesk): Promise<readonly Bar[]> {
  tell("installed", desk.counter.take());
  const untouched = await countOf(desk, "touches no system", () => desk.propose("docs-only"));
  await countOf(desk, "first one ever, rejected before its suites", () =>
    desk.propose("wire-escalation"),
  );
  const first = await countLife(desk, await countEvaluation(desk, "improve-classifier"));
  const second = await countEvaluation(desk, "save-a-step");
  const redelivered = await countOf(desk, "the same delivery again", () => repeat(desk, false));
  const repeated = await countOf(desk, "the same event as a new delivery", () =>
    repeat(desk, true),
  );
  return [
    untouchedBar(untouched),
    ...evaluationBars(second),
    silentBar("the same delivery again: nothing", redelivered, sizeOf(redelivered)),
    silentBar("the same event as a new delivery: no write", repeated, repeated.writes),
    silentBar("an event after a promotion: no write", first, first.writes),
  ];
}

type Evaluated = { readonly pull: number; readonly count: Count; readonly changed: number };

/** From its opening until it may be staged. */
async function countEvaluation(desk: BenchDesk, folder: string): Promise<Evaluated> {
  const pull = await desk.propose(folder);
  await reach(desk, pull, "accepted");
  await desk.quiet();
  const count = desk.counter.take();
  tell(`one evaluation, ${folder}: opened to accepted`, count);
  const { data } = await desk.world.operator.octokit.rest.pulls.listFiles({
    ...REPOSITORY,
    pull_number: pull,
    per_page: 100,
  });
  return { pull, count, changed: data.length };
}

/** By its operator's labels into production, and what an event costs when all is over. */
async function countLife(desk: BenchDesk, { pull, count }: Evaluated): Promise<Count> {
  const { world } = desk;
  const traffic = await startTraffic({
    appUrl: () => world.app.url,
    gitHubToken: world.github.tokenFor("dana"),
    repositoryId: world.repositoryId,
    system: "triage",
    items: join(TEMPLATES, "traffic"),
  });
  await travel("to-promotion", {
    operator: world.operator,
    stewards: [world.steward, world.secondSteward],
    outsider: world.outsider,
    repository: REPOSITORY,
    pull,
    onState: () => undefined,
  });
  await traffic.stop();
  await desk.quiet();
  const staged = desk.counter.take();
  tell("its stages: shadow, canary, promotion", staged);
  tell("a whole life", sumOf([count, staged]));
  return countOf(desk, "an event after its promotion", () => repeat(desk, true));
}

async function countOf(
  desk: BenchDesk,
  what: string,
  happens: () => Promise<unknown>,
): Promise<Count> {
  await happens();
  await pause(1_000);
  await desk.quiet();
  const count = desk.counter.take();
  tell(what, count);
  return count;
}

function tell(what: string, count: Count): void {
  console.log(`${what}: ${toldOf(count)}`);
  for (const route of routesOf(count)) console.log(`  ${route}`);
}

const LOOK_EVERY = 250;

async function reach({ world }: BenchDesk, pull: number, state: string): Promise<void> {
  const wanted = { ...REPOSITORY, issue_number: pull };
  for (;;) {
    const { data } = await world.operator.octokit.rest.issues.listLabelsOnIssue(wanted);
    if (data.some(({ name }) => name === `omega-state:${state}`)) return;
    await pause(LOOK_EVERY);
  }
}

/** The newest opening of a pull request again: as the same delivery, or as news. */
async function repeat({ world }: BenchDesk, isNew: boolean): Promise<void> {
  const { deliveries, world: state, appId } = world.github;
  const delivery = deliveries.log.findLast(({ action }) => action === "opened");
  const app = [...state.apps.values()].find(({ id }) => id === appId);
  if (delivery === undefined || app === undefined) throw new Error("nothing was delivered");
  if (isNew) deliveries.send({ ...delivery, app });
  else deliveries.redeliver(app, delivery);
  await deliveries.settled();
}

function sizeOf({ reads, blobs, writes }: Count): number {
  return reads + blobs + writes;
}

function untouchedBar(count: Count): Bar {
  const held = sizeOf(count) <= 3;
  return { what: "a pull request of no system ≤ 3 in all", found: toldOf(count), held };
}

function evaluationBars({ count, changed }: Evaluated): readonly Bar[] {
  const { reads, blobs, writes, told } = count;
  return [
    { what: "an evaluation: reads ≤ 12", found: String(reads), held: reads <= 12 },
    {
      what: `an evaluation: blobs ≤ ${changed}, those it changed`,
      found: String(blobs),
      held: blobs <= changed,
    },
    { what: "an evaluation: writes ≤ 14", found: String(writes), held: writes <= 14 },
    {
      what: "of these comments, reviews and labels ≤ 4",
      found: String(told),
      held: told <= 4,
    },
  ];
}

function silentBar(what: string, count: Count, loud: number): Bar {
  return { what, found: toldOf(count), held: loud === 0 };
}
