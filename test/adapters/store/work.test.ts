import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type PullKey,
  installationId,
  pullNumber,
  repositoryId,
} from "../../../src/core/kernel/ids.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import type { Lease } from "../../../src/ports/store/work.ts";
import { type OpenPlace, openPlace, storePlaces } from "../../support/store-places.ts";

const INSTALLATION = installationId(5);
const NOW = instant(1_000_000);
const at = (offset: number) => instant(NOW + offset);

describe.each(storePlaces())("the work list on %s", (name) => {
  let place: OpenPlace;
  let next = 0;
  beforeAll(async () => {
    place = await openPlace(name);
  });
  afterAll(() => place.remove());

  const freshKey = (): PullKey => ({
    repositoryId: repositoryId(77),
    pull: pullNumber((next += 1)),
  });
  const mark = (key: PullKey, due = NOW) =>
    place.store.transact((tx) => tx.work.mark(key, INSTALLATION, due));
  const claim = (key: PullKey, now = NOW) =>
    place.store.transact((tx) => tx.work.claim(key, "me", instant(now + 30_000), now));
  const isDue = async (key: PullKey, now = NOW) => {
    const due = await place.store.transact((tx) => tx.work.due(now, 1_000));
    return due.some((other) => other.pull === key.pull);
  };
  const claimed = async (key: PullKey, now = NOW): Promise<Lease> => {
    const lease = await claim(key, now);
    if (lease === undefined) throw new Error("expected a lease");
    return lease;
  };

  it("gives a marked pull request to one worker only", async () => {
    const key = freshKey();
    await mark(key);
    const leases = await Promise.all([claim(key), claim(key), claim(key)]);
    expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
    expect(await isDue(key)).toBe(false);
  });

  it("gives nobody a pull request that nothing happened to", async () => {
    expect(await claim(freshKey())).toBeUndefined();
  });

  it("waits for the time that was asked for", async () => {
    const key = freshKey();
    await mark(key, at(500));
    expect(await isDue(key)).toBe(false);
    expect(await claim(key)).toBeUndefined();
    expect(await isDue(key, at(500))).toBe(true);
  });

  it("keeps the earliest time when several events ask", async () => {
    const key = freshKey();
    await mark(key, at(500));
    await mark(key, at(100));
    await mark(key, at(900));
    expect(await isDue(key, at(100))).toBe(true);
  });

  it("is done when the lease is given back and nothing newer came", async () => {
    const key = freshKey();
    await mark(key);
    const lease = await claimed(key);
    await place.store.transact((tx) => tx.work.release(lease));
    expect(await isDue(key, at(1_000_000))).toBe(false);
  });

  it("stays due when an event came during the work, and tells the worker to stop", async () => {
    const key = freshKey();
    await mark(key);
    const lease = await claimed(key);
    expect(await place.store.transact((tx) => tx.work.renew(lease, at(60_000)))).toBe(true);
    await mark(key);
    expect(await place.store.transact((tx) => tx.work.renew(lease, at(60_000)))).toBe(false);
    await place.store.transact((tx) => tx.work.release(lease, at(3_600_000)));
    expect(await isDue(key)).toBe(true);
  });

  it("comes back at the time that the worker asked for", async () => {
    const key = freshKey();
    await mark(key);
    const lease = await claimed(key);
    await place.store.transact((tx) => tx.work.release(lease, at(5_000)));
    expect(await isDue(key, at(4_999))).toBe(false);
    expect(await isDue(key, at(5_000))).toBe(true);
  });

  it("gives the work of a dead worker away and refuses the writes of the old one", async () => {
    const key = freshKey();
    await mark(key);
    const old = await claimed(key);
    expect(await isDue(key, at(30_000))).toBe(true);
    const heir = await claimed(key, at(30_000));
    expect(heir.fence).toBeGreaterThan(old.fence);
    const write = place.store.transact((tx) => tx.work.assertHeld(old));
    await expect(write).rejects.toThrow("lease");
    await place.store.transact((tx) => tx.work.release(old));
    await place.store.transact((tx) => tx.work.assertHeld(heir));
  });

  it("refuses the writes of a worker that gave its lease back", async () => {
    const key = freshKey();
    await mark(key);
    const lease = await claimed(key);
    await place.store.transact((tx) => tx.work.release(lease));
    const write = place.store.transact((tx) => tx.work.assertHeld(lease));
    await expect(write).rejects.toThrow("lease");
  });

  it("pauses after a fault, whatever else came meanwhile", async () => {
    const key = freshKey();
    await mark(key);
    const lease = await claimed(key);
    await mark(key);
    await place.store.transact((tx) => tx.work.abandon(lease, NOW, 2_000));
    expect(await isDue(key, at(1_999))).toBe(false);
    expect(await isDue(key, at(2_000))).toBe(true);
  });

  it("counts faults in a row, and forgets them when the work was done", async () => {
    const key = freshKey();
    const faults: number[] = [];
    for (const ending of ["abandon", "abandon", "release", "release"] as const) {
      await mark(key);
      const lease = await claimed(key);
      faults.push(lease.faults);
      await place.store.transact((tx) =>
        ending === "abandon" ? tx.work.abandon(lease, NOW, 0) : tx.work.release(lease),
      );
    }
    expect(faults).toEqual([0, 1, 2, 0]);
  });

  it("takes back at a start what a killed worker held, and leaves what waits for its time", async () => {
    const [killed, later] = [freshKey(), freshKey()];
    await mark(killed);
    await mark(later, at(60_000));
    const lease = await claimed(killed);
    await place.store.transact((tx) => tx.work.reclaim(at(1)));
    expect(await isDue(killed, at(1))).toBe(true);
    expect(await isDue(later, at(1))).toBe(false);
    const write = place.store.transact((tx) => tx.work.assertHeld(lease));
    await expect(write).rejects.toThrow("lease");
  });
});
