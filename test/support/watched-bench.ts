import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import type { Effect } from "../../src/core/decision/effect.ts";
import type { Incident } from "../../src/core/incident/incident.ts";
import type { Sha } from "../../src/core/kernel/ids.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import type { Entry } from "../../src/core/ledger/entry.ts";
import { branchKey } from "../../src/flows/reconcile/branch-desk.ts";
import { reconcilePull } from "../../src/flows/reconcile/reconcile-pull.ts";
import { type Bench, openBench } from "./bench.ts";
import { INSTALLATION } from "./bench-repository.ts";
import type { Files } from "./builders.ts";

/** A bench whose default branch is looked at, and what went around the app there. */
export type WatchedBench = Bench & {
  /** Lets the worker look at the default branch, as after a push. */
  watch(): Promise<void>;
  /** Somebody pushes the starter with these files to the default branch. */
  pushPast(files: Files): Sha;
  open(): Promise<readonly Incident[]>;
  entries(): Promise<readonly Entry[]>;
  codes(): Promise<readonly unknown[]>;
  performed<Kind extends Effect["kind"]>(kind: Kind): readonly Extract<Effect, { kind: Kind }>[];
  /** Approves what is at the head of a pull request, as these people. */
  approve(number: number, ...logins: readonly string[]): void;
  /** Merges the head's files, however GitHub would have written the commit. */
  merge(number: number, files: Files): void;
  /** The branch as it stood at first, with the improvement that the canary is about. */
  readonly improved: Files;
  /** Puts an accepted improvement at the end of its canary. */
  inCanary(): Promise<void>;
};

/** `first` stands on the branch, beside the starter, when the app first looks. */
export async function openWatchedBench(
  store: OpenedStore,
  first: Files = {},
): Promise<WatchedBench> {
  const bench = await openBench(store);
  bench.repository.push("main", { ...bench.starter, ...first });
  const { repository } = bench;
  const key = branchKey(repository.id);
  const watched: WatchedBench = Object.assign(bench, {
    watch: async () => {
      bench.now = instant(bench.now + 1);
      await store.transact((tx) => tx.work.mark(key, INSTALLATION, bench.now));
      await reconcilePull(bench.ports, key);
    },
    pushPast: (files: Files) => repository.push("main", { ...bench.starter, ...files }),
    open: () => bench.read((tx) => tx.incidents.open(repository.id)),
    entries: async () => {
      const read = await bench.read((tx) => tx.ledger.readOf(repository.id, 0, 1000));
      return read.map(({ entry }) => entry).filter(({ kind }) => kind === "incident");
    },
    codes: async () => (await watched.entries()).map(({ body }) => body["reason_code"]),
    performed: <Kind extends Effect["kind"]>(kind: Kind) =>
      repository.performed.filter(
        (effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind,
      ),
    approve: (number: number, ...logins: readonly string[]) => {
      repository.reviews = async () => {
        const { headSha } = await repository.pull(bench.keyOf(number).pull);
        return logins.map((login, index) => ({
          reviewer: { id: 100 + index, login, isBot: false },
          state: "approved" as const,
          sha: headSha,
        }));
      };
    },
    merge: (number: number, files: Files) => {
      repository.push("main", files);
      repository.change(number, { isOpen: false, isMerged: true });
    },
    improved: { ...bench.scenario("improve-classifier"), ...first },
    inCanary: async () => {
      bench.propose(1, watched.improved);
      await bench.seed(1, {
        state: "canary",
        reason: "canary-passed",
        shadowPassed: true,
        canaryPassed: true,
        step: 1,
        share: 25,
      });
    },
  });
  await watched.watch();
  return watched;
}
