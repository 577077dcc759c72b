import { rm } from "node:fs/promises";
import {
  type DemoWorld,
  openWorld,
  REPOSITORY,
  TEMPLATES,
  type WorldOptions,
} from "../../src/local/demo/world.ts";
import { openPullRequest, type Proposal, readProposal } from "../../src/local/demo/proposer.ts";
import { observeConformance } from "./conformance/observe.ts";
import { preparedDirectory } from "./empty-store.ts";
import { startInProcess } from "./in-process-app.ts";

/** Milliseconds between looks: a person has a rate limit too. */
const LOOK_EVERY = 150;

/** A governed repository made from the starter, its people, and the app in this process. */
export type Desk = DemoWorld & {
  /** Opens one of the demo's pull requests, or any other change. */
  propose(proposal: Proposal): Promise<number>;
  scenario(folder: string): Promise<Proposal>;
  look(pull: number): Promise<Look>;
  /** Looks until the condition holds. */
  see(pull: number, holds: (look: Look) => boolean): Promise<Look>;
  command(pull: number, command: string): Promise<void>;
};

/** What a person sees on the page of a pull request. */
type Look = {
  readonly head: string;
  readonly state: string | undefined;
  readonly labels: readonly string[];
  readonly isMerged: boolean;
  readonly isOpen: boolean;
  /** Conclusion by name of check, `in_progress` while it has none. */
  readonly checks: Readonly<Record<string, string>>;
  readonly texts: Readonly<Record<string, string>>;
  readonly comments: readonly string[];
  readonly reviewComments: readonly { readonly path: string; readonly body: string }[];
};

export async function openDesk(options: WorldOptions = {}): Promise<Desk> {
  const isServed = options.databaseUrl !== undefined;
  const place = isServed ? {} : { dataDirectory: await preparedDirectory() };
  const world = await openWorld({
    start: startInProcess,
    onGitHub: observeConformance,
    ...place,
    ...options,
  });
  return {
    ...world,
    close: async () => {
      await world.close();
      const directory = world.environment["AGENT_OMEGA_DATA_DIR"];
      if (directory !== undefined) await rm(directory, { recursive: true, force: true });
    },
    get app() {
      return world.app;
    },
    propose: async (proposal) =>
      (await openPullRequest(world.proposer, REPOSITORY, proposal)).number,
    scenario: (folder) => readProposal(`${TEMPLATES}/mutations/${folder}`, folder),
    look: (pull) => look(world, pull),
    see: async (pull, holds) => {
      for (;;) {
        const seen = await look(world, pull);
        if (holds(seen)) return seen;
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
      }
    },
    command: async (pull, command) => {
      await world.operator.octokit.rest.issues.addLabels({
        ...REPOSITORY,
        issue_number: pull,
        labels: [`omega:${command}`],
      });
    },
  };
}

async function look({ steward }: DemoWorld, pull: number): Promise<Look> {
  const { rest } = steward.octokit;
  const at = { ...REPOSITORY, per_page: 100 };
  const { data } = await rest.pulls.get({ ...at, pull_number: pull });
  const [runs, comments, lines] = await Promise.all([
    rest.checks.listForRef({ ...at, ref: data.head.sha }),
    rest.issues.listComments({ ...at, issue_number: pull }),
    rest.pulls.listReviewComments({ ...at, pull_number: pull }),
  ]);
  const labels = data.labels.map(({ name }) => name);
  return {
    head: data.head.sha,
    labels,
    state: labels.find((label) => label.startsWith("omega-state:"))?.slice("omega-state:".length),
    isMerged: data.merged,
    isOpen: data.state === "open",
    checks: Object.fromEntries(
      runs.data.check_runs.map((run) => [run.name, run.conclusion ?? "in_progress"]),
    ),
    texts: Object.fromEntries(
      runs.data.check_runs.map((run) => [run.name, `${run.output.title}\n${run.output.summary}`]),
    ),
    comments: comments.data.map(({ body }) => body ?? ""),
    reviewComments: lines.data.map(({ path, body }) => ({ path, body })),
  };
}
