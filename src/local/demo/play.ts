import { join } from "node:path";
import { travel, type Traveller } from "./journey.ts";
import { openPullRequest, readProposal, type RepositoryName } from "./proposer.ts";
import type { Opened } from "./row.ts";
import type { Scenario } from "./scenario.ts";
import { type DemoWorld, TEMPLATES } from "./world.ts";

/** A story in one repository: who plays in it, and who listens. */
export type Telling = {
  readonly world: DemoWorld;
  readonly repository: RepositoryName;
  readonly say: (line: string) => void;
  /** Called once there is a version in production whose traffic can be served. */
  readonly onProduction: () => Promise<void>;
};

/** Opens what a scenario tries, by whoever proposes it. */
export async function open(telling: Telling, scenario: Scenario, suffix = ""): Promise<Opened> {
  const { world, repository, say } = telling;
  const folder = join(TEMPLATES, "mutations", scenario.folder);
  const branch = `${scenario.name}${suffix.replaceAll(/[^0-9]+/g, "-")}`;
  const proposal = await readProposal(folder, branch);
  const titled = { ...proposal, title: `${proposal.title}${suffix}` };
  const pull = await openPullRequest(world.proposer, repository, titled);
  say(`#${pull.number} opened: ${scenario.tried}`);
  return { scenario, repository, pull: pull.number, url: pull.url };
}

/** Takes it as far as its people would. */
export async function take(
  telling: Telling,
  opened: Opened,
  hear: (state: string) => void = () => undefined,
): Promise<void> {
  await travel(opened.scenario.journey, travellerOf(telling, opened, hear));
}

export function travellerOf(
  { world, repository, say, onProduction }: Telling,
  opened: Opened,
  hear: (state: string) => void = () => undefined,
): Traveller {
  const shown = { state: "" };
  return {
    operator: world.operator,
    stewards: [world.steward, world.secondSteward],
    outsider: world.outsider,
    repository,
    pull: opened.pull,
    onState: async (state) => {
      if (state === shown.state) return;
      shown.state = state;
      hear(state);
      say(`#${opened.pull} ${state}`);
      if (state === "accepted") await onProduction();
    },
  };
}
