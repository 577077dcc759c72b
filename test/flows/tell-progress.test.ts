import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import type { Effect } from "../../src/core/decision/effect.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { TEMPLATES } from "../../src/local/demo/world.ts";
import type { Sandbox } from "../../src/ports/sandbox.ts";
import { type Bench, openBench } from "../support/bench.ts";
import { INSTALLATION } from "../support/bench-repository.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { swiftSandbox } from "../support/swift-sandbox.ts";

const SEALED = readFileSync(join(TEMPLATES, "sealed", "triage-2026q4.jsonl"));

let store: OpenedStore;
// What one test had answered, the next would find.
beforeEach(async () => {
  store = await openEmptyStore();
});
afterEach(() => store.close());

type Check = Extract<Effect, { readonly kind: "publish-check" }>;

/** A bench on which every answer of a tool takes so long by its clock. */
async function openSlowBench(milliseconds: number, onCall: (bench: Bench) => void = () => {}) {
  const sandbox: Sandbox = {
    isolation: swiftSandbox.isolation,
    open: async (tools, broker) => {
      const session = await swiftSandbox.open(tools, broker);
      return {
        ...session,
        call: (call) => {
          bench.now = instant(bench.now + milliseconds);
          onCall(bench);
          return session.call(call);
        },
      };
    },
  };
  const bench = await openBench(store, { sandbox, sealedSuites: { load: async () => SEALED } });
  return bench;
}

/** What the evaluation's check said, in order. */
function saidBy({ repository }: Bench): readonly Check[] {
  return repository.performed.flatMap((effect) =>
    effect.kind === "publish-check" && effect.name === "omega / evaluation" ? [effect] : [],
  );
}

describe("an evaluation that takes its time", () => {
  it("says how far the public suite is, and of the sealed one only that it is asked", async () => {
    const bench = await openSlowBench(100);
    bench.propose(1, bench.scenario("improve-classifier"));
    await bench.look(1);

    const [shown, sealed, verdict, ...more] = saidBy(bench);
    expect(more).toEqual([]);
    expect(shown).toMatchObject({ title: expect.stringMatching(/public suite: \d+ of 403 items/) });
    expect(shown?.summary).toMatch(/It took 2\d seconds.*may take \d+ seconds more/);
    expect(sealed?.title).toBe("The sealed suite is being asked");
    expect(`${sealed?.title} ${sealed?.summary}`).not.toMatch(/\d/);
    expect([shown, sealed].map((check) => check?.conclusion)).toEqual([undefined, undefined]);
    expect(verdict?.conclusion).toBe("success");
    expect(new Set(saidBy(bench).map(({ slot }) => slot)).size).toBe(1);
    // What one evaluation may cost in all, and how much of it in comments, reviews and labels.
    const { performed } = bench.repository;
    const words = ["write-comment", "review-lines", "show-state", "remove-label"];
    expect(performed.length).toBeLessThanOrEqual(14);
    expect(performed.filter(({ kind }) => words.includes(kind)).length).toBeLessThanOrEqual(4);
  });

  it("is no state to label a pull request with, before there is a word on it", async () => {
    const bench = await openSlowBench(1);
    bench.propose(1, bench.scenario("improve-classifier"));
    await bench.look(1);

    const shown = bench.repository.performed.flatMap((effect) =>
      effect.kind === "show-state" ? [effect.state] : [],
    );
    expect(shown).toEqual([undefined, "accepted"]);
  });

  it("says nothing before its verdict where that comes soon", async () => {
    const bench = await openSlowBench(1);
    bench.propose(1, bench.scenario("improve-classifier"));
    await bench.look(1);

    expect(saidBy(bench).map(({ conclusion }) => conclusion)).toEqual(["success"]);
  });

  it("leaves no check behind that says it goes on, when something newer came", async () => {
    let calls = 0;
    const bench = await openSlowBench(100, ({ keyOf, ports, now }) => {
      calls += 1;
      if (calls === 450) {
        void ports.store.transact((tx) => tx.work.mark(keyOf(1), INSTALLATION, now));
      }
    });
    bench.propose(1, bench.scenario("improve-classifier"));
    await bench.look(1);

    const said = saidBy(bench);
    expect(said.map(({ conclusion }) => conclusion)).toEqual([undefined, "action_required"]);
    expect(said.at(-1)?.summary).toContain("evaluation-interrupted");
  });

  it("goes on to its verdict though GitHub would not hear how far it is", async () => {
    const bench = await openSlowBench(100);
    let refused = 0;
    bench.repository.before = (effect) => {
      if (effect.kind !== "publish-check" || effect.conclusion !== undefined) return;
      refused += 1;
      throw new Error("GitHub is away");
    };
    bench.propose(1, bench.scenario("improve-classifier"));
    await bench.look(1).catch(() => undefined);

    expect(refused).toBeGreaterThan(0);
    expect((await bench.record(1))?.state).toBe("accepted");
  });
});
