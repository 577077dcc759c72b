import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { usageOf } from "../../../src/adapters/sandbox/process-usage.ts";
import { openPullRequest } from "../../../src/local/demo/proposer.ts";
import { type DemoWorld, openWorld, REPOSITORY } from "../../../src/local/demo/world.ts";
import { pullNumber, repositoryId } from "../../../src/core/kernel/ids.ts";
import type { PullRecord } from "../../../src/ports/store/pulls.ts";
import type { Store } from "../../../src/ports/store/store.ts";
import { startInProcess } from "../in-process-app.ts";
import { type Change, changesOf, firstWeights, proposalOf } from "./changes.ts";
import type { DataSet } from "./data-set.ts";
import { type Shares, sharesOf } from "./shares.ts";
import { type Files, loadSorter, repositoryOf, suiteOf } from "./triage-agent.ts";

/** What became of one change, with what only the owner of the data directory can look up. */
export type Judged = Shares & {
  readonly change: Change;
  readonly ruling: string;
  readonly record: PullRecord;
  /** Sealed pairs that could be asked; where asking ended is nobody's to read. */
  readonly pairs: number;
  /** From the opening of the pull request to the word on it. */
  readonly seconds: number;
  /** Of this process and all that it started; NaN where the system does not tell. */
  readonly cpuSeconds: number;
};

export type Session = {
  /** Of the version that all changes start from. */
  readonly baseline: Shares;
  readonly judged: readonly Judged[];
};

const LOOK_EVERY = 200;

const WORDS: readonly string[] = ["accept", "reject", "quarantine"];

/** One repository, one epoch: every change is proposed against the same version, one by one. */
export async function judgeChanges(dataSet: DataSet): Promise<Session> {
  const sorter = await loadSorter();
  const before = repositoryOf(dataSet, firstWeights(dataSet, sorter));
  const changes = changesOf({ dataSet, sorter }, before);
  const shares = sharesOf(dataSet, sorter);
  const desk = await openDesk(before, dataSet);
  const judged: Judged[] = [];
  try {
    for (const change of changes) {
      judged.push({ ...(await judge(desk, change)), ...shares({ ...before, ...change.files }) });
    }
  } finally {
    await desk.close();
  }
  return { baseline: shares(before), judged };
}

type Desk = { readonly world: DemoWorld; readonly store: Store; close(): Promise<void> };

/** The app with a local GitHub; the sealed half in a folder of its own. */
async function openDesk(files: Files, dataSet: DataSet): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), "omega-banking77-"));
  await writeFile(join(folder, "banking77.jsonl"), suiteOf("sealed", dataSet.sealed));
  const opened: { store?: Store } = {};
  const world = await openWorld({
    files,
    start: ({ environment }) =>
      startInProcess({ environment: { ...environment, AGENT_OMEGA_SEALED_DIR: folder } }, (own) => {
        opened.store = own.ports.store;
      }),
  });
  const { store } = opened;
  if (store === undefined) throw new Error("the app opened no store");
  return {
    world,
    store,
    close: async () => {
      await world.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function judge(desk: Desk, change: Change): Promise<Omit<Judged, keyof Shares>> {
  const begun = { wall: performance.now(), cpu: cpuSeconds() };
  const { number } = await openPullRequest(desk.world.proposer, REPOSITORY, proposalOf(change));
  for (;;) {
    const record = await recordOf(desk, number);
    const ruling = record && rulingOf(record);
    if (record !== undefined && ruling !== undefined) {
      const seconds = (performance.now() - begun.wall) / 1000;
      const spent = cpuSeconds() - begun.cpu;
      const pairs = await pairsOf(desk, number);
      return { change, ruling, record, pairs, seconds, cpuSeconds: spent };
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}

function recordOf({ world, store }: Desk, number: number): Promise<PullRecord | undefined> {
  const key = { repositoryId: repositoryId(world.repositoryId), pull: pullNumber(number) };
  return store.transact((tx) => tx.pulls.load(key));
}

/** What a gate before the evaluation refused has no decision. */
function rulingOf({ decision, state }: PullRecord): string | undefined {
  if (decision !== undefined) return decision.ruling;
  return WORDS.find((word) => state === `${word}ed`);
}

async function pairsOf({ world, store }: Desk, number: number): Promise<number> {
  const entries = await store.transact((tx) => tx.ledger.readOf(world.repositoryId, 0, 10_000));
  const evidence = entries.filter(
    ({ entry }) => entry.kind === "evidence" && entry.subject.pull === number,
  );
  return Number(evidence.at(-1)?.entry.body["sealed_pairs"] ?? 0);
}

/** Children and what they started; more would be another machine's. */
const MOST_PROCESSES = 100;

/** Of the processors, by this process and all that it ever started. */
function cpuSeconds(): number {
  const usage = usageOf(process.pid, MOST_PROCESSES);
  return usage === undefined ? Number.NaN : usage.milliseconds / 1000;
}
