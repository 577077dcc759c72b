import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MIGRATIONS } from "../../../src/adapters/store/migrations-folder.ts";
import { openStore } from "../../../src/adapters/store/open-store.ts";
import { repositoryId } from "../../../src/core/kernel/ids.ts";
import { rootOfLeaves } from "../../../src/core/ledger/merkle.ts";
import {
  checkConsistency,
  checkInclusion,
  planConsistency,
  planInclusion,
  proofHashes,
  type ProofPlan,
} from "../../../src/core/ledger/proofs.ts";
import { verifyExport } from "../../../src/core/ledger/verify.ts";
import { exportLedger } from "../../../src/flows/runtime/export-ledger.ts";
import type { Store } from "../../../src/ports/store/store.ts";
import { aDraft } from "../../support/exports.ts";
import { type OpenPlace, openPlace, storePlaces } from "../../support/store-places.ts";

const note = (text: string) => aDraft("delivery", { text });

async function exportOf(store: Store): Promise<string> {
  const lines: string[] = [];
  const ports = { store, appVersion: "0.1.0" };
  for await (const line of exportLedger(ports, repositoryId(7))) lines.push(line);
  return lines.join("");
}

describe.each(storePlaces())("the ledger on %s", (name) => {
  let place: OpenPlace;
  beforeAll(async () => {
    place = await openPlace(name);
  });
  afterAll(() => place.remove());
  const append = (text: string) => place.store.transact((tx) => tx.ledger.append(note(text)));

  it("numbers entries from nought without gaps, also under many writers and roll-backs", async () => {
    const writers = Array.from({ length: 40 }, async (_, at) => {
      const failing = place.store.transact(async (tx) => {
        await tx.ledger.append(note(`undone ${at}`));
        throw new Error("changed my mind");
      });
      await expect(failing).rejects.toThrow("changed my mind");
      return append(`kept ${at}`);
    });
    const entries = await Promise.all(writers);
    const seqs = entries.map((entry) => entry.seq).sort((left, right) => left - right);
    expect(seqs).toEqual(Array.from({ length: 40 }, (_, at) => at));
    expect(verifyExport(await exportOf(place.store))).toMatchObject({ value: { size: 40 } });
  });

  it("appends many at once as if one after the other, in any transaction", async () => {
    const before = await place.store.transact((tx) => tx.ledger.head());
    const texts = Array.from({ length: 13 }, (_, at) => `together ${at}`);
    await place.store.transact(async (tx) => {
      await tx.ledger.append(note("alone"));
      await tx.ledger.appendAll(texts.map(note));
      expect(await tx.ledger.appendAll([])).toEqual([]);
      await tx.ledger.append(note("at last"));
    });

    const read = await place.store.transact((tx) => tx.ledger.read(before.size, 100));
    const told = read.map(({ entry }) => entry.body["text"]);
    expect(told).toEqual(["alone", ...texts, "at last"]);
    const size = before.size + 15;
    expect(verifyExport(await exportOf(place.store))).toMatchObject({ value: { size } });
  });

  it("appends several entries in one transaction, in order", async () => {
    const before = await place.store.transact((tx) => tx.ledger.head());
    await place.store.transact(async (tx) => {
      await tx.ledger.append(note("first"));
      await tx.ledger.append(note("second"));
    });
    const read = await place.store.transact((tx) => tx.ledger.read(before.size, 10));
    expect(read.map(({ entry }) => entry.body)).toEqual([{ text: "first" }, { text: "second" }]);
  });

  it("refuses a draft that has no exact bytes, and stays as it was", async () => {
    const before = await place.store.transact((tx) => tx.ledger.head());
    const write = place.store.transact((tx) => tx.ledger.append(aDraft("gate", { share: 0.1 })));
    await expect(write).rejects.toThrow();
    expect(await place.store.transact((tx) => tx.ledger.head())).toEqual(before);
  });

  it("keeps every subtree that a proof needs, of every entry and of every earlier tree", async () => {
    await Promise.all(Array.from({ length: 21 }, (_, at) => append(`grown ${at}`)));
    const { size, root } = await place.store.transact((tx) => tx.ledger.head());
    const stored = await place.store.transact((tx) => tx.ledger.read(0, size));
    const read = async (plan: ProofPlan) =>
      proofHashes(plan, await place.store.transact((tx) => tx.ledger.subtrees(plan.flat())));
    for (const [index, { leaf }] of stored.entries()) {
      const proof = { index, size, hashes: await read(planInclusion(index, size)) };
      expect(checkInclusion(proof, leaf, root)).toBe(true);
      const from = rootOfLeaves(stored.slice(0, index + 1).map((entry) => entry.leaf));
      const grown = {
        from: index + 1,
        to: size,
        hashes: await read(planConsistency(index + 1, size)),
      };
      expect(checkConsistency(grown, { from, to: root })).toBe(true);
    }
  });

  it("has no subtree that is still to be completed", async () => {
    const { size } = await place.store.transact((tx) => tx.ledger.head());
    const ask = place.store.transact((tx) => tx.ledger.subtrees([{ level: 9, at: size }]));
    await expect(ask).rejects.toThrow("no subtree");
  });

  it("builds the same subtrees for a record that was begun before they were kept", async () => {
    await Promise.all(Array.from({ length: 5 }, (_, at) => append(`begun ${at}`)));
    const nodes = "SELECT level, at, hash FROM ledger_nodes ORDER BY level, at";
    const kept = await place.store.executeSql(nodes);
    await place.store.executeSql("DROP TABLE ledger_nodes");
    const migration = await readFile(join(MIGRATIONS, "0007_tree_nodes.sql"), "utf8");
    for (const statement of migration.split("--> statement-breakpoint")) {
      await place.store.executeSql(statement);
    }
    expect(await place.store.executeSql(nodes)).toEqual(kept);
    expect(kept.rows).not.toHaveLength(0);
  });

  it.each([
    ["UPDATE of a subtree", "UPDATE ledger_nodes SET hash = repeat('0', 64)"],
    ["DELETE of a subtree", "DELETE FROM ledger_nodes"],
    ["UPDATE", "UPDATE ledger_entries SET text = 'x' WHERE seq = 0"],
    ["DELETE", "DELETE FROM ledger_entries WHERE seq = 0"],
    ["TRUNCATE", "TRUNCATE ledger_entries"],
    ["a new beginning", "DELETE FROM ledger_head"],
    [
      "UPDATE in replica mode, which switches ordinary triggers off",
      "SET LOCAL session_replication_role = replica; UPDATE ledger_entries SET text = 'x'",
    ],
  ])("refuses %s, even to the owner of the table", async (_, statement) => {
    await append("something to lose");
    const before = await exportOf(place.store);
    const rewrite = place.store.executeSql(`BEGIN; ${statement}; COMMIT;`);
    await expect(rewrite).rejects.toThrow("append-only");
    expect(await exportOf(place.store)).toBe(before);
  });

  it("says that it is corrupt when an entry was swapped behind the triggers", async () => {
    const { seq } = await append("honest");
    await place.store.executeSql("ALTER TABLE ledger_entries DISABLE TRIGGER ALL");
    const text =
      "UPDATE ledger_entries SET text = replace(text, 'honest', 'forged') WHERE seq = $1";
    await place.store.executeSql(text, [seq]);
    await place.store
      .executeSql("ALTER TABLE ledger_entries ENABLE ALWAYS TRIGGER ALL")
      .catch(() => {});
    expect(verifyExport(await exportOf(place.store))).toMatchObject({
      refusal: { problem: "leaf-mismatch", seq },
    });
  });

  it.runIf(name === "PostgreSQL")("stays one line under two processes", async () => {
    const server = await openPlace("PostgreSQL");
    const other = await openStore({ databaseUrl: server.databaseUrl ?? "" });
    try {
      const write = (store: Store, at: number) =>
        store.transact((tx) => tx.ledger.append(note(`entry ${at}`)));
      const turns = Array.from({ length: 100 }, (_, at) =>
        write(at % 2 ? other : server.store, at),
      );
      const seqs = (await Promise.all(turns)).map((entry) => entry.seq);
      expect(new Set(seqs).size).toBe(100);
      expect(Math.max(...seqs)).toBe(99);
      expect(verifyExport(await exportOf(server.store))).toMatchObject({ value: { size: 100 } });
    } finally {
      await other.close();
      await server.remove();
    }
  });
});
