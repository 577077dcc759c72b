import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instant } from "../../../src/core/kernel/instant.ts";
import type { Delivery } from "../../../src/ports/store/inbox.ts";
import type { Transaction } from "../../../src/ports/store/store.ts";
import { type OpenPlace, openPlace, storePlaces } from "../../support/store-places.ts";

const NOW = instant(1_000_000);
const at = (offset: number) => instant(NOW + offset);

describe.each(storePlaces())("the inbox on %s", (name) => {
  let place: OpenPlace;
  beforeAll(async () => {
    place = await openPlace(name);
  });
  afterAll(() => place.remove());
  const inside = <Value>(work: (tx: Transaction) => Promise<Value>) => place.store.transact(work);
  const delivery = (guid: string): Delivery => ({
    guid,
    event: "pull_request",
    action: "opened",
    repositoryId: 7,
    payload: `{"title":"\\u0000"}`,
    receivedAt: NOW,
  });
  const take = async (one: Delivery) => {
    const stored = await inside((tx) => tx.inbox.receive([one]));
    return stored.has(one.guid) ? "stored" : "replayed";
  };
  const receive = (guid: string) => take(delivery(guid));
  const claim = (now = NOW) => inside((tx) => tx.inbox.claim(now, 30_000, 100));
  const guids = (found: readonly Delivery[]) => found.map(({ guid }) => guid);

  it("hands a delivery to one worker, whole, and again when that worker died", async () => {
    await receive("d1");
    const claims = await Promise.all([claim(), claim()]);
    expect(claims.flat()).toEqual([delivery("d1")]);
    expect(await claim(at(29_999))).toEqual([]);
    expect(guids(await claim(at(30_000)))).toEqual(["d1"]);
    await inside((tx) => tx.inbox.complete("d1", NOW));
  });

  it("calls only what succeeded a replay", async () => {
    expect(await receive("d2")).toBe("stored");
    expect(await receive("d2")).toBe("stored");
    await inside((tx) => tx.inbox.complete("d2", NOW));
    expect(await receive("d2")).toBe("replayed");
    expect(await claim(at(1_000_000))).toEqual([]);
  });

  it("has dealt with what asks for nothing as soon as it is stored, and knows its replay", async () => {
    const quiet = { ...delivery("quiet"), asksNothing: true } as const;

    expect(await take(quiet)).toBe("stored");
    expect(await claim(at(1_000_000))).toEqual([]);
    expect(await take(quiet)).toBe("replayed");
    expect(await receive("quiet")).toBe("replayed");
  });

  it("knows what it ever took, whatever became of it", async () => {
    await receive("taken");
    expect(await inside((tx) => tx.inbox.known(["never", "d2", "taken"]))).toEqual(
      new Set(["d2", "taken"]),
    );
    expect(await inside((tx) => tx.inbox.known([]))).toEqual(new Set());
    await inside((tx) => tx.inbox.complete("taken", NOW));
  });

  it("tries a failed delivery again, sets it aside in the end, and takes it when it comes anew", async () => {
    await receive("d3");
    const endings: string[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const now = at(turn * 1_000);
      expect(guids(await claim(now))).toEqual(["d3"]);
      endings.push(await inside((tx) => tx.inbox.fail("d3", "a NUL \0", at(turn * 1_000 + 500))));
      expect(await claim(now)).toEqual([]);
    }
    expect(endings).toEqual([...Array.from({ length: 7 }, () => "will-retry"), "set-aside"]);
    expect(await inside((tx) => tx.inbox.waiting())).toBe(0);
    expect(await receive("d3")).toBe("stored");
    expect(guids(await claim(at(60_000)))).toEqual(["d3"]);
    await inside((tx) => tx.inbox.complete("d3", NOW));
  });
});
