import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caution } from "../../../src/core/evaluation/evaluation.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import type { Draft, EntryKind } from "../../../src/core/ledger/entry.ts";
import type { Transaction } from "../../../src/ports/store/store.ts";
import { type OpenPlace, openPlace, storePlaces } from "../../support/store-places.ts";

type Place = { readonly repository: number; readonly system: string };

const OURS: Place = { repository: 71, system: "cautious" };

describe.each(storePlaces())("how strict the record says to be on %s", (name) => {
  let place: OpenPlace;
  let pulls = 0;
  beforeAll(async () => {
    place = await openPlace(name);
  });
  afterAll(() => place.remove());
  const inside = <Value>(work: (tx: Transaction) => Promise<Value>) => place.store.transact(work);

  const cautionOf = async ({ repository, system }: Place): Promise<Caution | undefined> => {
    const pair = { before: digestOf("before"), after: digestOf("after") };
    const asked = { repositoryId: repository, system, ...pair };
    return (await inside((tx) => tx.evidence.epoch(asked))).caution;
  };

  type Written = readonly [kind: EntryKind, body: Draft["body"]];

  /** Entries on one more pull request, after an acceptance of it. */
  const accept = async (
    { repository, system }: Place,
    entries: readonly Written[],
    source: Draft["source"] = "app",
  ): Promise<void> => {
    pulls += 1;
    const head_sha = "c".repeat(40);
    const subject = { repository_id: repository, pull: pulls, system, head_sha };
    const written: readonly Written[] = [["decision", { decision: "accept" }], ...entries];
    await inside(async (tx) => {
      for (const [kind, body] of written) {
        await tx.ledger.append({ at: instant(1), source, subject, kind, body });
      }
    });
  };
  const breach: Written = ["stage", { stage: "rolled-back", reason_code: "canary-breach" }];
  const fail = (where: Place, source?: Draft["source"]) => accept(where, [breach], source);
  const hold = (where: Place, version: string) =>
    accept(where, [
      ["stage", { stage: "promoted", reason_code: "passed" }],
      ["pointer", { version }],
    ]);

  it("is read from the app's own entries, and from nothing that came in from outside", async () => {
    await fail(OURS, "external");
    expect(await cautionOf(OURS)).toBeUndefined();
    for (const _ of [1, 2, 3]) await fail(OURS);

    const { size } = await inside((tx) => tx.ledger.head());
    expect(await cautionOf(OURS)).toMatchObject({ factor: 3, failed: 3, held: 0, before: size });
  });

  it("is read of that system of that repository alone, however near another's name is", async () => {
    await fail({ repository: 72, system: "own" });
    for (const [repository, system] of [
      [73, "own"],
      [72, "o_n"],
      [72, "own2"],
      [72, "ow"],
      [72, "%"],
    ] as const) {
      expect(await cautionOf({ repository, system }), `${repository} ${system}`).toBeUndefined();
    }
    expect(await cautionOf({ repository: 72, system: "own" })).toMatchObject({ failed: 1 });
  });

  it("counts what was promoted and stayed, and what production went back behind", async () => {
    const where = { repository: 74, system: "promoted" };
    for (const version of ["v1", "v2", "v3"]) await hold(where, version);
    expect(await cautionOf(where)).toMatchObject({ factor: 1, failed: 0, held: 3 });
    const { entries } = (await cautionOf(where)) ?? {};

    const subject = { repository_id: 74, system: "promoted" };
    const back = { at: instant(2), source: "app", subject, kind: "pointer" } as const;
    await inside((tx) => tx.ledger.append({ ...back, body: { version: "v1" } }));

    const after = await cautionOf(where);
    expect(after).toMatchObject({ failed: 2, held: 1 });
    expect(after?.entries).not.toBe(entries);
  });

  it("says nothing of entries whose transaction failed", async () => {
    const where = { repository: 75, system: "lost" };
    const subject = { repository_id: 75, pull: 1, system: "lost", head_sha: "c".repeat(40) };
    const about = { at: instant(1), source: "app", subject } as const;
    const failing = inside(async (tx) => {
      await tx.ledger.append({ ...about, kind: "decision", body: { decision: "accept" } });
      await tx.ledger.append({ ...about, kind: breach[0], body: breach[1] });
      throw new Error("the process died");
    });

    await expect(failing).rejects.toThrow("the process died");
    expect(await cautionOf(where)).toBeUndefined();
  });
});
