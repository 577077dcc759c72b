import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openModels } from "../../src/adapters/providers/open-models.ts";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { digestOf } from "../../src/core/kernel/digest.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { reconcilePull } from "../../src/flows/reconcile/reconcile-pull.ts";
import type { Models } from "../../src/ports/models.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { type Bench, openBench } from "../support/bench.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { CHAT_COMPLETIONS } from "../support/models/chat-completions.ts";
import { type ModelServer, startModelServer, USAGE } from "../support/models/model-server.ts";
import { swiftSandbox } from "../support/swift-sandbox.ts";

const KEY = "sk-local-0123456789-do-not-tell";
const CHARTER = ".omega/charter.yaml";
const DEFINITION = "systems/triage/system.yaml";
const ASK = "systems/triage/prompts/ask.md";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Evaluations of some hundred items each, on a machine that may be busy. */
const MINUTES = 300_000;

/** Millionths of a dollar, at a dollar for a million tokens whichever way they go. */
const ONE_ANSWER = USAGE.input + USAGE.output;

const WITH_A_MODEL: readonly (readonly [string, string])[] = [
  ["{provider: anthropic, id: claude-haiku-4-5,", "{provider: openai-compatible, id: small-1,"],
  ["prompts:\n", "prompts:\n  ask: {file: prompts/ask.md}\n"],
  [
    "    refuse: {",
    "    think: {kind: model, model: fast, prompt: ask, output: reply}\n    refuse: {",
  ],
  ["{from: sort, to: refuse,", "{from: sort, to: think,"],
  ["edges:\n", "edges:\n    think-refuse: {from: think, to: refuse}\n"],
];

/** What one repository's versions answered is known to the next one: each asks in words of its own. */
let round = 0;

let store: OpenedStore;
let server: ModelServer;
let models: Models;

beforeAll(async () => {
  store = await openEmptyStore();
}, MINUTES);
afterAll(() => store.close());

beforeEach(async () => {
  server = await startModelServer(CHAT_COMPLETIONS, KEY);
  models = openModels({
    providers: { "openai-compatible": { baseUrl: server.baseUrl, apiKey: KEY } },
    prices: { "openai-compatible/small-1": { input: 1, output: 1 } },
    budget: { calls: 10_000, tokens: 10_000_000, usd: 100 },
  });
});
afterEach(() => server.close());

/** A system that asks a model where it is unsure, and a change of what it asks. */
async function openDesk(parts: Partial<Ports> = {}): Promise<Bench> {
  round += 1;
  const bench = await openBench(store, { sandbox: swiftSandbox, models, ...parts });
  const text = WITH_A_MODEL.reduce(
    (definition, [before, after]) => definition.replace(before, after),
    bench.starter[DEFINITION] ?? "",
  );
  const base = {
    ...bench.starter,
    [CHARTER]: (bench.starter[CHARTER] ?? "").replace(/^ *sealed: .*\n/m, ""),
    [DEFINITION]: text,
    [ASK]: `Which desk is this for, in round ${round}?\n`,
  };
  bench.repository.push("main", base);
  bench.propose(1, { ...base, [ASK]: `Which one desk, in round ${round}?\n` });
  return bench;
}

async function spentBy(bench: Bench): Promise<number> {
  const { id } = bench.repository;
  const spent = await bench.read((tx) => tx.budgets.spentSince(id, ["triage"], instant(0)));
  const money = spent.filter(({ kind }) => kind === "usd-micros");
  return money.reduce((sum, { amount }) => sum + amount, 0);
}

describe("what models cost", { timeout: MINUTES }, () => {
  it("is paid from the system's window, to the millionth", async () => {
    const bench = await openDesk();
    await bench.look(1);

    expect(await bench.record(1)).toMatchObject({
      state: "quarantined",
      reason: "evidence-insufficient",
    });
    expect(server.asked.length).toBeGreaterThan(20);
    expect(await spentBy(bench)).toBe(server.asked.length * ONE_ANSWER);
  });

  it("is neither lost nor paid twice when a kill comes in between", async () => {
    const open: Promise<unknown>[] = [];
    const watched: Models = {
      ...models,
      open: (...budget) => {
        const session = models.open(...budget);
        const ask: typeof session.ask = (request) => {
          const told = session.ask(request);
          open.push(told);
          return told;
        };
        return { ...session, ask };
      },
    };
    const mortal: Ports["store"] = {
      ...store,
      transact: (work) =>
        server.asked.length < 15 ? store.transact(work) : Promise.reject(new Error("killed")),
    };
    const bench = await openDesk({ store: mortal, models: watched });
    await bench.look(1).catch(() => undefined);
    await Promise.allSettled(open);
    const [asked, booked] = [server.asked.length, await spentBy(bench)];
    // What was being answered is booked as the most that it could have cost.
    expect(asked).toBeGreaterThanOrEqual(15);
    expect(booked).toBeGreaterThan(asked * ONE_ANSWER);

    bench.now = instant(bench.now + HOUR);
    await reconcilePull({ ...bench.ports, store, models }, bench.keyOf(1));

    expect(await bench.record(1)).toMatchObject({
      state: "quarantined",
      reason: "evidence-insufficient",
    });
    expect(server.asked.length).toBeGreaterThan(asked);
    expect(await spentBy(bench)).toBe(booked + (server.asked.length - asked) * ONE_ANSWER);
  });

  it("refuses the next evaluation when the window is used up, which is taken up by itself", async () => {
    const bench = await openDesk();
    await bench.read((tx) => tx.budgets.record(aSpend(bench)));
    await bench.look(1);

    const opens = bench.now - 1 + DAY;
    expect(await bench.record(1)).toMatchObject({
      state: "waiting",
      reason: "budget-spend-exceeded",
    });
    expect(server.asked).toEqual([]);
    const dueAt = (at: number) => bench.read((tx) => tx.work.due(instant(at), 50));
    expect(await dueAt(opens - 1)).not.toContainEqual(bench.keyOf(1));
    expect(await dueAt(opens)).toContainEqual(bench.keyOf(1));

    bench.now = instant(opens);
    await reconcilePull(bench.ports, bench.keyOf(1));

    expect(await bench.record(1)).toMatchObject({
      state: "quarantined",
      reason: "evidence-insufficient",
    });
    expect(server.asked.length).toBeGreaterThan(20);
  });

  it("is told to nobody: how much was used says how far a sealed suite was asked", async () => {
    const bench = await openDesk();
    await bench.read((tx) => tx.budgets.record({ ...aSpend(bench), amount: 19_999_990 }));
    await bench.look(1);

    expect(await bench.record(1)).toMatchObject({ state: "waiting" });
    const shown = JSON.stringify(bench.repository.performed);
    expect(shown).toContain("`20` `US dollars`");
    expect(shown).not.toContain("1999999");
  });
});

/** All that the starter's window has, used by another pull request of the same system. */
function aSpend(bench: Bench) {
  return {
    key: bench.keyOf(9),
    system: "triage",
    kind: "usd-micros",
    before: digestOf("before"),
    after: digestOf("after"),
    amount: 20_000_000,
    byPerson: false,
    at: bench.now,
  } as const;
}
