import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { type Instant, instant } from "../../src/core/kernel/instant.ts";
import { recoverDeliveries } from "../../src/flows/intake/recover-deliveries.ts";
import type { FailedAttempt } from "../../src/ports/app-deliveries.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { quietLog } from "../support/quiet-log.ts";

const SINCE = instant(1_700_000_000_000);

let store: OpenedStore;
beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());

/** Which attempts GitHub is asked to make again, when these have failed. */
async function askedAgain(failed: readonly FailedAttempt[]): Promise<readonly number[]> {
  const asked: number[] = [];
  const deliveries = {
    failed: async (since: Instant) => (since === SINCE ? failed : []),
    redeliver: async (id: number) => void asked.push(id),
  };
  await recoverDeliveries({ store, log: quietLog }, deliveries, SINCE);
  return asked;
}

describe("deliveries that GitHub could not hand over", () => {
  it("are asked for again in the order in which they were said", async () => {
    const failed = [
      { id: 3, guid: "third" },
      { id: 2, guid: "second" },
      { id: 1, guid: "first" },
    ];
    expect(await askedAgain(failed)).toEqual([1, 2, 3]);
  });

  it("are left alone where another attempt arrived", async () => {
    const arrived = { guid: "arrived", event: "ping", payload: "{}", receivedAt: SINCE };
    await store.transact((tx) => tx.inbox.receive([arrived]));

    const failed = [
      { id: 5, guid: "arrived" },
      { id: 4, guid: "lost" },
    ];
    expect(await askedAgain(failed)).toEqual([4]);
  });

  it("are asked for once, however often they failed before, and no more after the fourth time", async () => {
    const twice = [9, 8].map((id) => ({ id, guid: "twice" }));
    const often = [7, 6, 5, 4].map((id) => ({ id, guid: "often" }));
    expect(await askedAgain([...twice, ...often])).toEqual([9]);
  });

  it("are all asked for only when none is left and GitHub refused none", async () => {
    const told = (count: number, redeliver = async () => {}) => {
      const failed = Array.from({ length: count }, (_, at) => ({ id: at, guid: `left-${at}` }));
      const deliveries = { failed: async () => failed, redeliver };
      return recoverDeliveries({ store, log: quietLog }, deliveries, SINCE);
    };
    expect(await told(100)).toBe(true);
    expect(await told(101)).toBe(false);
    expect(await told(1, () => Promise.reject(new Error("GitHub is away")))).toBe(false);
  });

  it("wait for none that GitHub refuses to repeat", async () => {
    const asked: number[] = [];
    const failed = [2, 1].map((id) => ({ id, guid: `refused-${id}` }));
    const redeliver = async (id: number) => {
      if (id === 1) throw new Error("too old");
      asked.push(id);
    };
    const deliveries = { failed: async () => failed, redeliver };
    expect(await recoverDeliveries({ store, log: quietLog }, deliveries, SINCE)).toBe(false);
    expect(asked).toEqual([2]);
  });

  it("leave the rest for the next look where they are very many", async () => {
    const failed = Array.from({ length: 150 }, (_, at) => ({ id: 150 - at, guid: `lost-${at}` }));
    expect(await askedAgain(failed)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
  });
});
