import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../../src/adapters/store/open-store.ts";
import { retryConflicts } from "../../../src/adapters/store/retry-conflicts.ts";
import { installationId, pullNumber, repositoryId } from "../../../src/core/kernel/ids.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import { aDraft } from "../../support/exports.ts";
import { openPlace, storePlaces } from "../../support/store-places.ts";

const KEY = { repositoryId: repositoryId(1), pull: pullNumber(1) };
const NOW = instant(1_000);

describe.each(storePlaces())("the store on %s", (name) => {
  it("keeps everything of a transaction or nothing", async () => {
    const place = await openPlace(name);
    const { store } = place;
    const write = store.transact(async (tx) => {
      await tx.work.mark(KEY, installationId(5), NOW);
      await tx.ledger.append(aDraft("delivery", {}));
      throw new Error("killed");
    });
    await expect(write).rejects.toThrow("killed");
    const seen = await store.transact(async (tx) => ({
      due: await tx.work.due(NOW, 10),
      size: (await tx.ledger.head()).size,
    }));
    expect(seen).toEqual({ due: [], size: 0 });
    await place.remove();
  });

  it("refuses to be used beside an open transaction, where it would wait for ever", async () => {
    const place = await openPlace(name);
    const { store } = place;
    const nested = store.transact(() => store.transact(async () => 1));
    await expect(nested).rejects.toThrow("beside an open transaction");
    const raw = store.transact(() => store.executeSql("SELECT 1"));
    await expect(raw).rejects.toThrow("beside an open transaction");
    expect(await store.transact(async () => 2)).toBe(2);
    await place.remove();
  });
});

describe("a data directory", () => {
  it("has what it had after it was closed and opened again", async () => {
    const directory = await mkdtemp(join(tmpdir(), "omega-reopen-"));
    const first = await openStore({ dataDirectory: directory });
    await first.transact((tx) => tx.ledger.append(aDraft("delivery", {})));
    await first.close();
    const second = await openStore({ dataDirectory: directory });
    expect((await second.transact((tx) => tx.ledger.head())).size).toBe(1);
    await second.close();
    await rm(directory, { recursive: true, force: true });
  });
});

describe("retrying", () => {
  const conflict = Object.assign(new Error("deadlock"), { code: "40P01" });
  const failing = (fault: Error, times: number) => {
    let tried = 0;
    const attempt = async () => {
      tried += 1;
      if (tried <= times) throw fault;
      return tried;
    };
    return { attempt, tried: () => tried };
  };

  it("tries again what PostgreSQL undid, also when the driver wrapped it", async () => {
    expect(await retryConflicts(failing(conflict, 2).attempt)).toBe(3);
    const wrapped = new Error("query failed", { cause: conflict });
    expect(await retryConflicts(failing(wrapped, 1).attempt)).toBe(2);
  });

  it("gives up in the end, and does not repeat other faults", async () => {
    const endless = failing(conflict, Infinity);
    await expect(retryConflicts(endless.attempt)).rejects.toThrow("deadlock");
    expect(endless.tried()).toBe(8);
    const other = failing(new Error("no such table"), 1);
    await expect(retryConflicts(other.attempt)).rejects.toThrow("no such table");
    expect(other.tried()).toBe(1);
  });
});
