import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { reconcilePull } from "../../src/flows/reconcile/reconcile-pull.ts";
import { type Bench, openBench } from "../support/bench.ts";
import { INSTALLATION } from "../support/bench-repository.ts";

let store: OpenedStore;
let bench: Bench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openBench(store);
});

/** Works whenever the pull request is due, for so many times; answers the pauses between. */
async function pauses(times: number): Promise<readonly number[]> {
  const seen: number[] = [];
  const isDue = async () => {
    const due = await bench.read((tx) => tx.work.due(bench.now, 1_000));
    return due.some(({ repositoryId }) => repositoryId === bench.repository.id);
  };
  for (let time = 0; time < times; time += 1) {
    await reconcilePull(bench.ports, bench.keyOf(1)).catch(() => {});
    const began = bench.now;
    while (!(await isDue())) bench.now = instant(bench.now + 1_000);
    seen.push((bench.now - began) / 1_000);
  }
  return seen;
}

describe("a pull request whose repository is gone", () => {
  it("is looked at less and less often, but never given up", async () => {
    const forge = { repository: () => Promise.reject(new Error("Not Found")) };
    Object.assign(bench.ports.forge, forge);
    await bench.read((tx) => tx.work.mark(bench.keyOf(1), INSTALLATION, bench.now));

    expect(await pauses(11)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]);
  });
});

describe("an evaluation that was interrupted", () => {
  it("is begun again without telling twice what the fast gates said", async () => {
    bench.propose(1, bench.scenario("improve-classifier"));
    bench.repository.before = ({ kind }) => {
      // The process ends while it shows what the fast gates said.
      if (kind === "write-comment") throw new Error("killed");
    };
    await expect(bench.look(1)).rejects.toThrow("killed");

    bench.repository.before = undefined;
    await bench.look(1);

    const read = await bench.read((tx) => tx.ledger.readOf(bench.repository.id, 0, 100));
    const told = read.map(({ entry }) => entry).filter(({ kind }) => kind === "gate");
    const gates = told.map(({ body }) => body["gate"]);
    expect(gates).toEqual([...new Set(gates)]);
    expect(gates).toContain("decision");
    const shown = bench.repository.performed.filter(({ kind }) => kind === "write-comment");
    expect(shown).not.toHaveLength(0);
  });
});

describe("an effect that GitHub refuses for good", () => {
  it("holds up no other, and is not asked for again before there is something new to say", async () => {
    let asked = 0;
    bench.repository.answer = ({ kind }) => {
      if (kind !== "write-comment") return undefined;
      asked += 1;
      return { kind: "refused", detail: "403: the conversation is locked" };
    };
    bench.propose(1, bench.scenario("broken-reference"));

    await bench.look(1);
    await bench.look(1);

    expect(asked).toBe(1);
    const kinds = bench.repository.performed.map(({ kind }) => kind);
    expect(kinds).toContain("publish-check");
    expect(kinds).toContain("show-state");
  });
});
