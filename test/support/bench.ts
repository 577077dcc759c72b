import { openSandbox } from "../../src/adapters/sandbox/sandbox.ts";
import { openStarter } from "../../src/adapters/starter/open-starter.ts";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { digestOf } from "../../src/core/kernel/digest.ts";
import { pullNumber, repositoryId, type PullKey } from "../../src/core/kernel/ids.ts";
import { instant, type Instant } from "../../src/core/kernel/instant.ts";
import type { Command } from "../../src/core/rollout/command.ts";
import type { Rollout } from "../../src/core/rollout/rollout.ts";
import { boundOf } from "../../src/flows/reading/bound-of.ts";
import { gatherChange } from "../../src/flows/reading/gather-change.ts";
import { reconcilePull } from "../../src/flows/reconcile/reconcile-pull.ts";
import type { Ports } from "../../src/ports/ports.ts";
import type { CommandRequest } from "../../src/ports/store/commands.ts";
import type { PullRecord } from "../../src/ports/store/pulls.ts";
import type { Transaction } from "../../src/ports/store/store.ts";
import { type BenchRepository, INSTALLATION, openBenchRepository } from "./bench-repository.ts";
import type { Files } from "./builders.ts";
import { NO_JOBS } from "./job-tokens.ts";
import { NO_MODELS } from "./models/no-models.ts";
import { NO_SEALED_REPOSITORIES } from "./no-sealed-repositories.ts";
import { quietLog } from "./quiet-log.ts";
import { aRollout } from "./rollouts.ts";
import { readStarter, withScenarios } from "./starter.ts";

/** The flows on a repository in memory, with pull requests put into the state that a test is about. */
export type Bench = {
  readonly repository: BenchRepository;
  readonly ports: Ports;
  readonly store: OpenedStore;
  /** Later than every time before. */
  now: Instant;
  readonly starter: Files;
  scenario(...names: readonly string[]): Files;
  /** Opens a pull request from `main` with these files. */
  propose(number: number, files: Files): void;
  /** Puts it where an accepted decision and some commands would have brought it. */
  seed(number: number, rollout: Partial<Rollout>): Promise<Rollout>;
  /** Lets the worker look, as after a webhook. */
  look(number: number): Promise<void>;
  ask(number: number, command: Command, parts?: Partial<CommandRequest>): Promise<void>;
  record(number: number): Promise<PullRecord | undefined>;
  rollout(number: number): Promise<Rollout | undefined>;
  readonly keyOf: (number: number) => PullKey;
  read<Value>(query: (tx: Transaction) => Promise<Value>): Promise<Value>;
};

/** Far from every count, so that a repository's number is met where it is meant and nowhere else. */
let repositories = 700_000_000;

/** Each bench has a repository of its own, so that the tests of a file can share one store. */
export async function openBench(store: OpenedStore, parts: Partial<Ports> = {}): Promise<Bench> {
  const owner = repositoryId((repositories += 1));
  const repository = openBenchRepository(owner);
  const keyOf = (number: number) => ({ repositoryId: owner, pull: pullNumber(number) });
  const starter = readStarter();
  let ids = 0;
  let commands = 0;
  repository.push("main", starter.files);
  const ports: Ports = {
    store,
    forge: {
      repository: async () => repository,
      look: async (_, { pull }) => ({ repository, pull: await repository.pull(pull) }),
      userOf: async () => undefined,
    },
    sandbox: await openSandbox({ bubblewrap: "off" }),
    sealedSuites: { load: async () => undefined },
    sealedRepositories: NO_SEALED_REPOSITORIES,
    models: NO_MODELS,
    jobTokens: NO_JOBS,
    starter: openStarter(),
    wake: { ring: async () => {} },
    clock: { now: () => bench.now },
    entropy: { id: () => `id-${owner}-${(ids += 1)}` },
    log: quietLog,
    appVersion: "0.0.0",
    ...parts,
  };
  const bench: Bench = {
    repository,
    ports,
    store,
    now: instant(1_700_000_000_000),
    starter: starter.files,
    scenario: (...names) => withScenarios(starter, ...names),
    propose: (number, files) => {
      const headRef = `change-${number}`;
      repository.push(headRef, files, repository.tip("main"));
      repository.open(number, { headRef });
    },
    seed: (number, rollout) => seed(bench, number, rollout),
    look: async (number) => {
      bench.now = instant(bench.now + 1);
      await store.transact((tx) => tx.work.mark(keyOf(number), INSTALLATION, bench.now));
      await reconcilePull(ports, keyOf(number));
    },
    ask: async (number, command, parts = {}) => {
      const { headSha } = await repository.pull(pullNumber(number));
      const actor = { id: 9, login: "dana", isBot: false };
      const guid = `guid-${owner}-${(commands += 1)}`;
      const asked = { guid, key: keyOf(number), command, actor, headSha, at: bench.now };
      await store.transact((tx) => tx.commands.request({ ...asked, via: "label", ...parts }));
    },
    record: (number) => store.transact((tx) => tx.pulls.load(keyOf(number))),
    rollout: (number) => store.transact((tx) => tx.rollouts.ofPull(keyOf(number))),
    keyOf,
    read: (query) => store.transact(query),
  };
  return bench;
}

async function seed(
  { repository, store, ports, keyOf }: Bench,
  number: number,
  parts: Partial<Rollout>,
): Promise<Rollout> {
  const pull = await repository.pull(pullNumber(number));
  const gathered = await gatherChange(repository, pull);
  if (gathered.kind !== "gathered") throw new Error(`not to be read: ${gathered.kind}`);
  const { mutation, charter, pullRequestClass } = gathered.change;
  if (mutation === undefined) throw new Error(`not a mutation: ${pullRequestClass.kind}`);
  const rollout = aRollout({
    id: `rollout-${repository.id}-${number}`,
    repositoryId: repository.id,
    pull: pull.number,
    system: mutation.system,
    headSha: pull.headSha,
    before: mutation.before.digest,
    after: mutation.after.digest,
    enteredAt: ports.clock.now(),
    ...parts,
  });
  const { state, reason, id, system, stable, before } = rollout;
  await store.transact(async (tx) => {
    const since = ports.clock.now();
    const known = await tx.systems.pointer(repository.id, system);
    if (known === undefined) {
      const at = { repositoryId: repository.id, system, commit: pull.baseSha, since };
      await tx.systems.point({ ...at, artifact: stable, version: before });
    }
    await tx.rollouts.save(rollout);
    if (state !== "accepted") {
      await tx.systems.holdCanary(keyOf(number), system, id, instant(since + 1e9));
    }
    await tx.pulls.save({
      key: keyOf(number),
      headSha: pull.headSha,
      baseSha: pull.baseSha,
      inputs: digestOf("seeded"),
      bound: boundOf(pull, gathered),
      classified: pullRequestClass,
      mode: charter.mode,
      system,
      state,
      reason,
      gates: [],
      rolloutId: id,
      change: "",
      scorecard: "",
      answers: [],
    });
  });
  return rollout;
}
