import { join } from "node:path";
import { travel } from "./journey.ts";
import { openPullRequest, readProposal } from "./proposer.ts";
import type { Opened } from "./row.ts";
import { onboard } from "./onboard.ts";
import { type Journey, SCENARIOS, type Scenario } from "./scenario.ts";
import { type DemoWorld, REPOSITORY, TEMPLATES } from "./world.ts";

export type Telling = {
  readonly world: DemoWorld;
  readonly say: (line: string) => void;
  /** Called once there is a version in production whose traffic can be served. */
  readonly onProduction: () => Promise<void>;
};

const IN_TURN: readonly Journey[] = ["to-promotion", "until-live-traffic-decides", "to-approval"];

const BESIDE_TRAFFIC = SCENARIOS.filter(({ journey }) => journey === "beside-live-traffic");

/**
 * Plays the scenarios: those that end at the gates together, as they would arrive in a busy
 * repository; the two that reach live traffic one after the other, because the second one edits
 * what the first one promoted. What only waits for live traffic leaves time for others to be weighed.
 */
export async function tellStory(telling: Telling): Promise<readonly Opened[]> {
  const opened: Opened[] = [];
  for (const scenario of SCENARIOS.filter(({ journey }) => journey === "from-silence")) {
    opened.push(await beginGovernance(telling, scenario));
  }
  const gatesOnly = SCENARIOS.filter(({ journey }) => journey === "gates-only");
  const together: Opened[] = [];
  for (const scenario of gatesOnly) together.push(await open(telling, scenario));
  await Promise.all(together.map((one) => take(telling, one)));
  opened.push(...together);
  for (const scenario of SCENARIOS.filter(({ journey }) => IN_TURN.includes(journey))) {
    const besides = scenario.journey === "until-live-traffic-decides" ? BESIDE_TRAFFIC : [];
    const group: Opened[] = [];
    for (const one of [scenario, ...besides]) group.push(await open(telling, one));
    await Promise.all(group.map((one) => take(telling, one)));
    opened.push(...group);
  }
  for (const scenario of SCENARIOS.filter(({ journey }) => journey === "until-one-waits")) {
    opened.push(await flood(telling, scenario));
  }
  return opened.sort((left, right) => left.pull - right.pull);
}

/** A pull request that the app says nothing about, and then the one that it was asked for. */
async function beginGovernance(telling: Telling, scenario: Scenario): Promise<Opened> {
  const silent = await open({ ...telling, say: () => undefined }, scenario);
  telling.say(`#${silent.pull} opened: no charter yet`);
  const proposed = await onboard(telling.world, silent.pull);
  telling.say(`#${proposed.pull} opened: ${scenario.tried}`);
  const onboarding = { scenario, ...proposed };
  await take(telling, onboarding);
  return onboarding;
}

/** More than a day's budget of the starter's charter, whatever was spent before. */
const MOST_PROPOSALS = 24;

/** One noisy agent proposes until the budget refuses it; the refused one is what the row tells. */
async function flood(telling: Telling, scenario: Scenario): Promise<Opened> {
  for (let number = 1; number < MOST_PROPOSALS; number += 1) {
    const one = await open({ ...telling, say: () => undefined }, scenario, ` (${number})`);
    const states: string[] = [];
    await take({ ...telling, say: () => undefined }, one, (state) => states.push(state));
    if (states.at(-1) !== "waiting") continue;
    telling.say(`#${one.pull} opened: ${scenario.tried}`);
    telling.say(`#${one.pull} waiting`);
    return one;
  }
  throw new Error("the budget refused nothing");
}

async function open({ world, say }: Telling, scenario: Scenario, suffix = ""): Promise<Opened> {
  const folder = join(TEMPLATES, "mutations", scenario.folder);
  const branch = `${scenario.name}${suffix.replaceAll(/[^0-9]+/g, "-")}`;
  const proposal = await readProposal(folder, branch);
  const titled = { ...proposal, title: `${proposal.title}${suffix}` };
  const pull = await openPullRequest(world.proposer, REPOSITORY, titled);
  say(`#${pull.number} opened: ${scenario.tried}`);
  return { scenario, pull: pull.number, url: pull.url };
}

async function take(
  { world, say, onProduction }: Telling,
  opened: Opened,
  hear: (state: string) => void = () => undefined,
): Promise<void> {
  const shown = { state: "" };
  await travel(opened.scenario.journey, {
    operator: world.operator,
    stewards: [world.steward, world.secondSteward],
    repository: REPOSITORY,
    pull: opened.pull,
    onState: async (state) => {
      if (state === shown.state) return;
      shown.state = state;
      hear(state);
      say(`#${opened.pull} ${state}`);
      if (state === "accepted") await onProduction();
    },
  });
}
