import { join } from "node:path";
import { travel } from "./journey.ts";
import { openPullRequest, readProposal } from "./proposer.ts";
import type { Opened } from "./row.ts";
import { SCENARIOS, type Scenario } from "./scenario.ts";
import { type DemoWorld, REPOSITORY, TEMPLATES } from "./world.ts";

export type Telling = {
  readonly world: DemoWorld;
  readonly say: (line: string) => void;
  /** Called once there is a version in production whose traffic can be served. */
  readonly onProduction: () => Promise<void>;
};

/**
 * Plays the scenarios: those that end at the gates together, as they would arrive in a busy
 * repository; the two that reach live traffic one after the other, because the second one edits
 * what the first one promoted.
 */
export async function tellStory(telling: Telling): Promise<readonly Opened[]> {
  const opened: Opened[] = [];
  const gatesOnly = SCENARIOS.filter(({ journey }) => journey === "gates-only");
  for (const scenario of gatesOnly) opened.push(await open(telling, scenario));
  await Promise.all(opened.map((one) => take(telling, one)));
  for (const scenario of SCENARIOS.filter(({ journey }) => journey !== "gates-only")) {
    const one = await open(telling, scenario);
    opened.push(one);
    await take(telling, one);
  }
  return opened.sort((left, right) => left.pull - right.pull);
}

async function open({ world, say }: Telling, scenario: Scenario): Promise<Opened> {
  const folder = join(TEMPLATES, "mutations", scenario.folder);
  const proposal = await readProposal(folder, scenario.name);
  const pull = await openPullRequest(world.proposer, REPOSITORY, proposal);
  say(`#${pull.number} opened: ${scenario.tried}`);
  return { scenario, pull: pull.number, url: pull.url };
}

async function take({ world, say, onProduction }: Telling, opened: Opened): Promise<void> {
  const shown = { state: "" };
  await travel(opened.scenario.journey, {
    operator: world.operator,
    repository: REPOSITORY,
    pull: opened.pull,
    onState: async (state) => {
      if (state === shown.state) return;
      shown.state = state;
      say(`#${opened.pull} ${state}`);
      if (state === "accepted") await onProduction();
    },
  });
}
