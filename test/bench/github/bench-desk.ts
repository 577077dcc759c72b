import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openStarter } from "../../../src/adapters/starter/open-starter.ts";
import { openPullRequest, readProposal } from "../../../src/local/demo/proposer.ts";
import { type DemoWorld, openWorld, REPOSITORY } from "../../../src/local/demo/world.ts";
import { startInProcess } from "../../support/in-process-app.ts";
import { type Counter, countRequests } from "./traffic-count.ts";

/** Beside the program; a bench is started from the repository's root. */
export const TEMPLATES = join(process.cwd(), "templates");

const SLUG = "agent-omega";

/** The app, the local GitHub and the one who proposes, all in this process. */
export type BenchDesk = {
  readonly world: DemoWorld;
  readonly counter: Counter;
  /** Opens one of the demo's pull requests on a branch of that name. */
  propose(folder: string, branch?: string): Promise<number>;
  /** Waits until nothing was asked of GitHub for a while, and that something was since it began. */
  quiet(): Promise<void>;
  close(): Promise<void>;
};

/** Longer than the app pauses between two steps of a thing, and than a busy machine makes it. */
const QUIET = 2_500;

export async function openBenchDesk(): Promise<BenchDesk> {
  const opened: { counter?: Counter } = {};
  const files = await openStarter(join(TEMPLATES, "starter")).files();
  const world = await openWorld({
    files: Object.fromEntries(files),
    onGitHub: (github) => {
      opened.counter = countRequests(github, SLUG);
    },
    start: ({ environment }) =>
      startInProcess({
        environment: { ...environment, AGENT_OMEGA_SEALED_DIR: join(TEMPLATES, "sealed") },
      }),
  });
  const { counter } = opened;
  if (counter === undefined) throw new Error("nothing is counted");
  return {
    world,
    counter,
    propose: async (folder, branch = folder) => {
      const proposal = await readProposal(join(TEMPLATES, "mutations", folder), branch);
      return (await openPullRequest(world.proposer, REPOSITORY, proposal)).number;
    },
    quiet: async () => {
      await world.github.deliveries.settled();
      for (;;) {
        const last = counter.lastAt() ?? performance.now();
        const left = last + QUIET - performance.now();
        if (left <= 0) return;
        await pause(left);
      }
    },
    close: async () => {
      counter.stop();
      await world.close();
      const directory = world.environment["AGENT_OMEGA_DATA_DIR"];
      if (directory !== undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}
