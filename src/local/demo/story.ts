import { awaitEvidence } from "./journey.ts";
import { onboard } from "./onboard.ts";
import { open, take, type Telling, travellerOf } from "./play.ts";
import type { Opened } from "./row.ts";
import { type Journey, SCENARIOS, type Scenario } from "./scenario.ts";

/**
 * What is opened together, one group after the other: each edits what the group before promoted, and
 * while one waits for live traffic others are weighed.
 */
const TOGETHER: readonly (readonly Journey[])[] = [
  ["gates-only"],
  ["to-promotion"],
  ["until-evidence-suffices"],
  ["until-live-traffic-decides", "beside-live-traffic", "to-approval"],
];

/** Plays the scenarios as they would arrive in a busy repository. */
export async function tellStory(telling: Telling): Promise<readonly Opened[]> {
  const opened: Opened[] = [];
  for (const scenario of scenariosOf("from-silence")) {
    opened.push(await beginGovernance(telling, scenario));
  }
  for (const journeys of TOGETHER) {
    const group: Opened[] = [];
    for (const scenario of scenariosOf(...journeys)) group.push(await open(telling, scenario));
    await Promise.all(group.map((one) => take(telling, one)));
    opened.push(...group);
  }
  const waiting = opened.filter(({ scenario }) => scenario.journey === "until-evidence-suffices");
  for (const one of waiting) await awaitEvidence(travellerOf(telling, one));
  for (const scenario of scenariosOf("until-one-waits")) {
    opened.push(await flood(telling, scenario));
  }
  return opened.sort((left, right) => left.pull - right.pull);
}

function scenariosOf(...journeys: readonly Journey[]): readonly Scenario[] {
  return SCENARIOS.filter(({ journey }) => journeys.includes(journey));
}

/** A pull request that the app says nothing about, and then the one that it was asked for. */
async function beginGovernance(telling: Telling, scenario: Scenario): Promise<Opened> {
  const silent = await open({ ...telling, say: () => undefined }, scenario);
  telling.say(`#${silent.pull} opened: no charter yet`);
  const proposed = await onboard(telling.world, silent.pull);
  telling.say(`#${proposed.pull} opened: ${scenario.tried}`);
  const onboarding = { scenario, repository: telling.repository, ...proposed };
  await take(telling, onboarding);
  return onboarding;
}

/** More than a day's budget of the starter's charter, whatever was spent before. */
const MOST_PROPOSALS = 24;

const AT_ONCE = 3;

/** One noisy agent proposes until the budget refuses it; the first refused is what the row tells. */
async function flood(telling: Telling, scenario: Scenario): Promise<Opened> {
  const quiet = { ...telling, say: () => undefined };
  for (let number = 1; number < MOST_PROPOSALS; number += AT_ONCE) {
    const some: Opened[] = [];
    for (let next = number; next < number + AT_ONCE; next += 1) {
      some.push(await open(quiet, scenario, ` (${next})`));
    }
    const isWaiting = await Promise.all(some.map((one) => comesToWait(quiet, one)));
    const one = some.find((_, index) => isWaiting[index]);
    if (one === undefined) continue;
    telling.say(`#${one.pull} opened: ${scenario.tried}`);
    telling.say(`#${one.pull} waiting`);
    return one;
  }
  throw new Error("the budget refused nothing");
}

async function comesToWait(telling: Telling, opened: Opened): Promise<boolean> {
  const states: string[] = [];
  await take(telling, opened, (state) => states.push(state));
  return states.at(-1) === "waiting";
}
