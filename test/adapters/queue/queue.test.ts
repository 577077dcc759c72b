import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Queue, openQueue } from "../../../src/adapters/queue/open-queue.ts";
import { type OpenedStore, openStore } from "../../../src/adapters/store/open-store.ts";
import {
  type PullKey,
  installationId,
  pullNumber,
  repositoryId,
} from "../../../src/core/kernel/ids.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import { quietLog } from "../../support/quiet-log.ts";
import { type OpenPlace, openPlace, storePlaces } from "../../support/store-places.ts";
import { until } from "../../support/until.ts";

const INSTALLATION = installationId(5);
const now = () => instant(Date.now());

let next = 0;
const freshKey = (): PullKey => ({ repositoryId: repositoryId(9), pull: pullNumber((next += 1)) });

/** Claims and gives back as a reconciler would, and remembers what it saw. */
const worker = (store: OpenedStore, seen: number[]) => async (key: PullKey) => {
  const at = now();
  const lease = await store.transact((tx) =>
    tx.work.claim(key, "worker", instant(at + 30_000), at),
  );
  if (lease === undefined) return;
  seen.push(key.pull);
  await store.transact((tx) => tx.work.release(lease));
};

const queueOn = (store: OpenedStore, concurrency = 2): Promise<Queue> =>
  openQueue({
    database: store,
    log: quietLog,
    concurrency,
    due: (limit) => store.transact((tx) => tx.work.due(now(), limit)),
  });

function makeGate(): { readonly passed: Promise<void>; open(): void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

describe.each(storePlaces())("the queue on %s", (name) => {
  let place: OpenPlace;
  const queues: Queue[] = [];
  const open = async (store: OpenedStore, concurrency?: number) => {
    const queue = await queueOn(store, concurrency);
    queues.push(queue);
    return queue;
  };
  const mark = (key: PullKey) =>
    place.store.transact((tx) => tx.work.mark(key, INSTALLATION, now()));
  beforeAll(async () => {
    place = await openPlace(name);
  });
  afterEach(async () => {
    for (const queue of queues.splice(0)) await queue.close();
  });
  afterAll(() => place.remove());

  it("wakes a worker for a pull request that was rung", async () => {
    const seen: number[] = [];
    const queue = await open(place.store);
    queue.work(worker(place.store, seen));
    const key = freshKey();
    await mark(key);
    await queue.wake.ring(key);
    await until(() => seen.includes(key.pull));
  });

  it("finds what became due before it lived, and what nobody rang for", async () => {
    const seen: number[] = [];
    const [before, silent] = [freshKey(), freshKey()];
    await mark(before);
    const queue = await open(place.store);
    queue.work(worker(place.store, seen));
    await until(() => seen.includes(before.pull));
    await mark(silent);
    await until(() => seen.includes(silent.pull));
  });

  it("coalesces rings of one pull request and looks again after a ring during the work", async () => {
    const queue = await open(place.store);
    const looks: number[] = [];
    const gate = makeGate();
    queue.work(async (key) => {
      looks.push(key.pull);
      if (looks.length === 1) await gate.passed;
    });
    const key = freshKey();
    await queue.wake.ring(key);
    await until(() => looks.length === 1);
    for (let ring = 0; ring < 20; ring += 1) await queue.wake.ring(key);
    gate.open();
    await until(() => looks.length >= 2);
    await queue.close();
    expect(looks.length).toBeLessThanOrEqual(4);
  });

  it("works on no more pull requests at once than it was told", async () => {
    const queue = await open(place.store, 3);
    const gate = makeGate();
    let [running, most, ended] = [0, 0, 0];
    queue.work(async () => {
      running += 1;
      most = Math.max(most, running);
      await gate.passed;
      running -= 1;
      ended += 1;
    });
    for (let count = 0; count < 12; count += 1) await queue.wake.ring(freshKey());
    await until(() => running === 3);
    gate.open();
    await until(() => ended === 12);
    expect(most).toBe(3);
  });

  it("goes on after a worker failed", async () => {
    const queue = await open(place.store, 1);
    const seen: number[] = [];
    queue.work(async (key) => {
      seen.push(key.pull);
      throw new Error("GitHub is away");
    });
    await queue.wake.ring(freshKey());
    await queue.wake.ring(freshKey());
    await until(() => seen.length >= 2);
  });

  it("ends what it began before it closes", async () => {
    const queue = await open(place.store);
    const steps: string[] = [];
    queue.work(async () => {
      steps.push("begun");
      await new Promise((resolve) => setTimeout(resolve, 20));
      steps.push("ended");
    });
    await queue.wake.ring(freshKey());
    await until(() => steps.length > 0);
    await queue.close();
    expect(steps).toEqual(["begun", "ended"]);
  });

  it("sweeps at once, after a nudge and again after a fault", async () => {
    const queue = await open(place.store);
    let looks = 0;
    const sweep = queue.sweep(async () => {
      looks += 1;
      if (looks === 1) throw new Error("not yet");
    });
    sweep.nudge();
    await until(() => looks >= 2);
  });

  it.runIf(name === "PostgreSQL")("shares the work between two processes", async () => {
    const one: number[] = [];
    const other: number[] = [];
    const second = await openStore({ databaseUrl: place.databaseUrl ?? "" });
    try {
      const queue = await open(place.store);
      (await open(second)).work(worker(second, other));
      queue.work(worker(place.store, one));
      const keys = Array.from({ length: 40 }, freshKey);
      for (const key of keys) await mark(key);
      for (const key of keys) await queue.wake.ring(key);
      await until(() => one.length + other.length >= 40);
      const all = [...one, ...other].sort((left, right) => left - right);
      expect(all).toEqual(keys.map((key) => key.pull));
      expect([one.length > 0, other.length > 0]).toEqual([true, true]);
      for (const used of queues.splice(0)) await used.close();
    } finally {
      await second.close();
    }
  });
});
