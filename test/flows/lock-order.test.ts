import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { later } from "../../src/core/kernel/instant.ts";
import { observeOutcome } from "../../src/core/rollout/observe-outcome.ts";
import type { Rollout } from "../../src/core/rollout/rollout.ts";
import { applyHints } from "../../src/flows/intake/apply-hint.ts";
import { recordOutcomes } from "../../src/flows/runtime/record-outcomes.ts";
import { reconcilePull } from "../../src/flows/reconcile/reconcile-pull.ts";
import type { Store, Transaction } from "../../src/ports/store/store.ts";
import { type Bench, openBench } from "../support/bench.ts";
import { INSTALLATION } from "../support/bench-repository.ts";

/** Calls that lock a row which others want too, in the one order that all transactions keep. */
const ORDER = [
  "rollouts.loadForUpdate",
  "work.assertHeld",
  "work.mark",
  "budgets.lock",
  "ledger.append",
] as const;

let memory: OpenedStore;
let bench: Bench;
let transactions: string[][];

beforeAll(async () => {
  memory = await openEmptyStore();
});
afterAll(() => memory.close());
beforeEach(async () => {
  bench = await openBench(memory);
  transactions = [];
});

/** The store, with every call of a locking room noted by the transaction it was made in. */
function noting(store: Store): Store {
  return {
    ...store,
    transact: (work) =>
      store.transact((tx) => {
        const calls: string[] = [];
        transactions.push(calls);
        return work(notingIn(tx, calls));
      }),
  };
}

function notingIn(tx: Transaction, calls: string[]): Transaction {
  return new Proxy(tx, {
    get: (rooms, room: keyof Transaction) =>
      new Proxy(rooms[room], {
        get: (methods, method) => {
          calls.push(`${room}.${String(method)}`);
          return Reflect.get(methods, method) as unknown;
        },
      }),
  });
}

/** In which order a transaction first took each kind of lock. */
function lockings(): readonly (readonly string[])[] {
  return transactions.map((calls) =>
    [...new Set(calls)].filter((call) => ORDER.some((known) => known === call)),
  );
}

function expectOneOrder(): void {
  for (const taken of lockings()) {
    expect(taken).toEqual(ORDER.filter((call) => taken.includes(call)));
  }
}

/** So many candidate failures against so many successes that the next outcome turns the evidence. */
function failing(rollout: Rollout): Rollout {
  let failed = rollout;
  for (let unit = 0; unit < 200; unit += 1) {
    for (const variant of ["stable", "stable", "stable", "candidate"] as const) {
      const metrics = { resolved: variant === "stable" ? 1 : 0 };
      failed = { ...failed, health: observeOutcome(failed, { variant, metrics }) };
    }
  }
  return failed;
}

const inCanary = async (): Promise<Rollout> => {
  bench.propose(1, bench.scenario("improve-classifier"));
  const seeded = await bench.seed(1, { state: "canary", shadowPassed: true, step: 0, share: 25 });
  await bench.read((tx) => tx.systems.rememberInstallation(bench.repository.id, INSTALLATION));
  return seeded;
};

describe("locks are taken in one order, whoever takes them", () => {
  it("by outcomes that turn the evidence", async () => {
    const rollout = failing(await inCanary());
    await bench.read(async (tx) => {
      await tx.rollouts.save(rollout);
      const at = bench.now;
      const exposure = {
        unit: "u",
        variant: "stable",
        artifact: rollout.stable,
        share: 25,
      } as const;
      await tx.rollouts.expose([{ rolloutId: rollout.id, at, ...exposure }]);
    });
    const { repositoryId, system, id } = rollout;
    const metrics = { resolved: 1 };
    const outcome = { id: "o", rolloutId: id, unit: "u", variant: "stable", metrics } as const;
    const ports = { ...bench.ports, store: noting(memory) };

    await recordOutcomes(ports, { repositoryId, system }, [{ ...outcome, at: bench.now }]);

    expect(lockings().flat()).toContain("ledger.append");
    expectOneOrder();
  });

  it("by a webhook's hints", async () => {
    const key = bench.keyOf(1);
    const look = { kind: "look", key, installation: INSTALLATION } as const;

    await applyHints({ ...bench.ports, store: noting(memory) }, "a-guid", [look]);

    expect(lockings().flat()).toContain("ledger.append");
    expectOneOrder();
  });

  it("by a worker that obeys, advances and governs", async () => {
    await inCanary();
    await bench.ask(1, "hold");
    const ports = { ...bench.ports, store: noting(memory) };
    for (const head of ["memorise-public", "broken-reference"]) {
      bench.now = later(bench.now, 1);
      await bench.read((tx) => tx.work.mark(bench.keyOf(1), INSTALLATION, bench.now));
      await reconcilePull(ports, bench.keyOf(1));
      bench.repository.push("change-1", bench.scenario(head), bench.repository.tip("main"));
    }

    expect(lockings().flat()).toContain("rollouts.loadForUpdate");
    expectOneOrder();
  });
});
