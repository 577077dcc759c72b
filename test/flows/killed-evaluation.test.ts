import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { TEMPLATES } from "../../src/local/demo/world.ts";
import type { Ports } from "../../src/ports/ports.ts";
import type { Sandbox } from "../../src/ports/sandbox.ts";
import { type Bench, openBench } from "../support/bench.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { swiftSandbox } from "../support/swift-sandbox.ts";

const SEALED = readFileSync(join(TEMPLATES, "sealed", "triage-2026q4.jsonl"));
const HOUR = 3_600_000;

/** What the validation runs at every look, before anything is measured. */
const SMOKE = 1;

/** Three evaluations, on a machine that may be busy. */
const MINUTES = 300_000;

/** Calls of a tool, or entries of the record: whatever comes first ends the process there, once. */
type Death = { readonly afterCalls?: number; readonly atEntry?: string };

/** What is left of an evaluation: verdict, purse, words of the shard, and how often a tool ran. */
async function evaluated(death: Death) {
  const store = await openEmptyStore();
  const life = { calls: 0, deaths: 0 };
  const die = (): void => {
    life.deaths += 1;
    throw new Error("killed");
  };
  const sandbox: Sandbox = {
    isolation: swiftSandbox.isolation,
    open: async (tools, broker) => {
      const session = await swiftSandbox.open(tools, broker);
      return {
        ...session,
        call: async (call) => {
          if (life.calls === death.afterCalls && life.deaths === 0) die();
          life.calls += 1;
          return session.call(call);
        },
      };
    },
  };
  const mortal = mortalStore(store, ({ kind }) => {
    if (kind === death.atEntry && life.deaths === 0) die();
  });
  const sealedSuites: Ports["sealedSuites"] = { load: async () => SEALED };
  const bench = await openBench(store, { sandbox, sealedSuites, store: mortal });
  bench.propose(1, bench.scenario("improve-classifier"));
  await bench.look(1).catch(() => undefined);
  bench.now = instant(bench.now + HOUR);
  await bench.look(1);
  const left = await whatIsLeft(bench);
  await store.close();
  return { ...left, ...life };
}

function mortalStore(
  store: OpenedStore,
  onEntry: (draft: { readonly kind: string }) => void,
): Ports["store"] {
  return {
    ...store,
    transact: (work) =>
      store.transact((tx) => {
        const append: typeof tx.ledger.append = async (draft) => {
          onEntry(draft);
          return tx.ledger.append(draft);
        };
        const appendAll: typeof tx.ledger.appendAll = async (drafts) => {
          drafts.forEach(onEntry);
          return tx.ledger.appendAll(drafts);
        };
        return work({ ...tx, ledger: { ...tx.ledger, append, appendAll } });
      }),
  };
}

async function whatIsLeft(bench: Bench) {
  const { state, decision } = (await bench.record(1)) ?? {};
  const { binding, eValue } = decision ?? {};
  const shard = binding?.suites["sealed"];
  if (binding === undefined || shard === undefined) throw new Error("nothing was decided");
  const { repositoryId, system, systemBefore: before, systemAfter: after } = binding;
  const pair = { repositoryId, system, before, after };
  return bench.read(async (tx) => {
    const spent = await tx.budgets.spentSince(bench.repository.id, [system], instant(0));
    const uses = await tx.custody.uses([shard], pair);
    const purse = spent.filter(({ kind }) => kind.startsWith("sealed-"));
    return {
      verdict: [state, eValue],
      purse: purse
        .map(({ kind, amount }): [string, number] => [kind, amount])
        .toSorted(([one], [other]) => (one < other ? -1 : 1)),
      words: [...uses.values()],
    };
  });
}

describe("an evaluation that was killed", () => {
  it(
    "comes to the same, asks nothing again that was kept, and pays once",
    { timeout: MINUTES },
    async () => {
      const unkilled = await evaluated({});
      const pairs = Number(unkilled.purse.find(([kind]) => kind === "sealed-pairs")?.[1]);
      expect(unkilled.verdict[0]).toBe("accepted");
      expect(pairs).toBeGreaterThan(50);
      expect(unkilled.purse).toEqual([
        ["sealed-hold", 0],
        ["sealed-pairs", pairs],
      ]);

      // After the last answer and before the decision.
      const late = await evaluated({ atEntry: "evidence" });
      expect(late).toEqual({ ...unkilled, deaths: 1, calls: unkilled.calls + SMOKE });

      // In the midst of the sealed suite: what one batch had asked, of both versions, is asked again.
      const midst = await evaluated({ afterCalls: unkilled.calls - pairs });
      expect({ ...midst, calls: 0 }).toEqual({ ...unkilled, deaths: 1, calls: 0 });
      expect(midst.calls - unkilled.calls).toBeLessThanOrEqual(SMOKE + 2 * 25);
    },
  );
});
