import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openModels, type ModelsOptions } from "../../src/adapters/providers/open-models.ts";
import { openSandbox } from "../../src/adapters/sandbox/sandbox.ts";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import type { Evaluation } from "../../src/core/evaluation/evaluation.ts";
import { parseSuite, type Suite } from "../../src/core/ir/parse-suite.ts";
import type { System } from "../../src/core/ir/system.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { evaluateMutation } from "../../src/flows/evaluation/evaluate-mutation.ts";
import type { EvaluationPorts } from "../../src/flows/evaluation/evaluating.ts";
import { preflight } from "../../src/flows/gates/preflight.ts";
import { aChange, aCharter, aSystem, SYSTEM_FILES } from "../support/builders.ts";
import { CHAT_COMPLETIONS } from "../support/models/chat-completions.ts";
import { type ModelServer, startModelServer } from "../support/models/model-server.ts";
import { NO_MODELS } from "../support/models/no-models.ts";

const KEY = "sk-local-0123456789-do-not-tell";
const MODEL = { provider: "openai-compatible", id: "small-1" } as const;
const ITEMS = 20;

function suiteOf(name: string, count: number): Suite {
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      id: `item-${index}`,
      input: { message: `${index % 2 === 0 ? "morning" : "away"} ${name} ${index}` },
      expected: { mood: index % 2 === 0 ? "glad" : "sour" },
    }),
  );
  const suite = parseSuite("evals/x.jsonl", Buffer.from(`${lines.join("\n")}\n`));
  if (!suite.ok) throw new Error("the test's suite is no suite");
  return suite.value;
}

function thinker(id: string, optional = false): System {
  const nodes = {
    ...(optional ? { feel: { kind: "tool", tool: "sense" } } : {}),
    think: { kind: "model", model: "fast", prompt: "ask", output: "mood" },
    greet: { kind: "template", prompt: "reply" },
    done: { kind: "end" },
  };
  const edges = {
    ...(optional ? { a: { from: "feel", to: "think" } } : {}),
    b: { from: "think", to: "greet" },
    c: { from: "greet", to: "done" },
  };
  return aSystem({
    prompts: { reply: { file: "prompts/reply.md" }, ask: { file: "prompts/ask.md" } },
    models: { fast: { ...MODEL, id, optional } },
    graph: { entry: optional ? "feel" : "think", nodes, edges },
  });
}

type Change = { readonly ask?: string; readonly reply?: string; readonly system?: System };

let store: OpenedStore;
let server: ModelServer;
let sandbox: EvaluationPorts["sandbox"];
let ports: EvaluationPorts;
/** Each test has a suite of its own, because the store keeps what was answered. */
let round = 0;

beforeAll(async () => {
  store = await openEmptyStore();
  sandbox = await openSandbox({ bubblewrap: "off" });
});

afterAll(() => store.close());

beforeEach(async () => {
  round += 1;
  server = await startModelServer(CHAT_COMPLETIONS, KEY, ({ messages }) =>
    JSON.stringify(messages).includes("morning") ? "glad" : "sour",
  );
  ports = {
    store,
    sandbox,
    sealedSuites: { load: () => Promise.resolve(undefined) },
    clock: { now: () => instant(Date.now()) },
    models: modelsWith({}),
  };
});

afterEach(() => server.close());

function modelsWith(parts: Partial<ModelsOptions>): NonNullable<EvaluationPorts["models"]> {
  return openModels({
    providers: { "openai-compatible": { baseUrl: server.baseUrl, apiKey: KEY } },
    prices: { "openai-compatible/small-1": { input: 1, output: 1 } },
    budget: { calls: 1_000, tokens: 10_000_000, usd: 100 },
    pause: async () => {},
    ...parts,
  });
}

function mutationOf({ ask = "Name the mood.", reply = "{{mood}}!\n", system }: Change) {
  const beforeFiles = { ...SYSTEM_FILES, "prompts/ask.md": "Name the mood." };
  const { mutation } = aChange({
    before: system ?? thinker("small-1"),
    beforeFiles,
    afterFiles: { ...beforeFiles, "prompts/ask.md": ask, "prompts/reply.md": reply },
    claim: { hypothesis: "clearer", objective: "task" },
  });
  if (mutation === undefined) throw new Error("the test's change is no mutation");
  return mutation;
}

function evaluate(
  change: Change,
  others: Partial<EvaluationPorts> = {},
  isCurrent = () => Promise.resolve(true),
): Promise<Evaluation> {
  const suites = { public: { dataset: "evals/public.jsonl", metric: "accuracy" } } as const;
  const rules = aCharter({ rules: { suites } }).systems["greeter"];
  if (rules === undefined) throw new Error("the test's charter lost its system");
  return evaluateMutation(
    { ...ports, ...others },
    {
      repositoryId: 1,
      mutation: mutationOf(change),
      rules,
      suites: { public: suiteOf(`round ${round}`, ITEMS) },
      isCurrent,
      reservePairs: () => Promise.resolve(true),
    },
  );
}

describe("the evaluation of a system that asks a model", () => {
  test("puts its questions to the provider and measures the answers", async () => {
    const { report, records } = await evaluate({ ask: "What mood is this?" });

    expect(report).toMatchObject({ outcome: "pass", reason: "evaluated" });
    expect(records.public.every(({ candidate }) => candidate.correct === 1)).toBe(true);
    expect(server.asked).toHaveLength(2 * ITEMS);
  });

  test("puts a question that both sides ask once, and gives both the same answer", async () => {
    const { records } = await evaluate({ reply: "So you are {{mood}}!\n" });

    expect(server.asked).toHaveLength(ITEMS);
    expect(
      records.public.every(({ baseline, candidate }) => baseline.correct === candidate.correct),
    ).toBe(true);
  });

  test("asks nothing twice that was kept", async () => {
    await evaluate({});
    const asked = server.asked.length;
    await evaluate({});

    expect(server.asked).toHaveLength(asked);
  });

  test.each([
    ["no port", undefined],
    ["no provider", NO_MODELS],
  ])("has no data with %s, and fails nobody for it", async (_what, models) => {
    const { models: _configured, ...bare } = ports;
    ports = models === undefined ? bare : { ...bare, models };
    const { report, scorecard } = await evaluate({ ask: "What mood is this?" });

    expect(report).toMatchObject({ outcome: "no-data", reason: "model-unconfigured" });
    expect(scorecard).toBeUndefined();
  });

  test("passes an optional model over where there is none, and asks it where there is one", async () => {
    const system = thinker("small-1", true);
    const without = await evaluate({ system, reply: "{{mood}}.\n" }, { models: NO_MODELS });
    expect(without.report.reason).toBe("evaluated");
    expect(server.asked).toEqual([]);

    const asked = await evaluate({ system, reply: "{{mood}}.\n" });
    expect(asked.records.public.map(({ candidate }) => candidate.correct)).not.toEqual(
      without.records.public.map(({ candidate }) => candidate.correct),
    );
    expect(server.asked.length).toBeGreaterThan(0);
  });

  test.each([
    ["error", "model-unavailable", { kind: "status", status: 500 }],
    ["error", "model-swapped", { kind: "tell", told: { model: "other-2" } }],
    ["error", "model-reply-broken", { kind: "malformed" }],
    ["no-data", "model-access-refused", { kind: "status", status: 403 }],
    ["no-data", "model-request-refused", { kind: "status", status: 404 }],
  ] as const)("ends in %s (%s) and keeps nothing of it", async (outcome, reason, behaviour) => {
    server.next(behaviour, behaviour, behaviour, behaviour, behaviour, behaviour, behaviour);
    const { report } = await evaluate({});

    expect(report).toMatchObject({ outcome, reason, findings: [] });
  });

  test("ends when the snapshot behind a model's name changes on the way", async () => {
    server.next({ kind: "tell", told: { model: "small-1-20250101", text: "glad" } });

    expect((await evaluate({})).report).toMatchObject({
      outcome: "error",
      reason: "model-swapped",
    });
  });

  test("takes its questions back when something newer happens, and goes on later", async () => {
    server.next({ kind: "silence", after: 0 });
    let looks = 0;
    const models = modelsWith({ lookEvery: 20 });
    const stopped = await evaluate({}, { models }, () => Promise.resolve((looks += 1) < 3));
    expect(stopped.report).toMatchObject({ outcome: "no-data", reason: "evaluation-interrupted" });

    expect((await evaluate({})).report.reason).toBe("evaluated");
  });

  test("stops before it exceeds its budget", async () => {
    const budget = { calls: 7, tokens: 10_000_000, usd: 100 };
    const { report } = await evaluate({}, { models: modelsWith({ budget }) });

    expect(report).toMatchObject({ outcome: "no-data", reason: "model-budget-spent" });
    expect(server.asked).toHaveLength(7);
  });

  test("counts a model's refusal to answer against the version that got it", async () => {
    server.next({ kind: "tell", told: { ending: "declined", text: "no" } });
    const { report, records } = await evaluate({});

    expect(report.reason).toBe("evaluated");
    expect(records.public.filter(({ baseline }) => baseline.failed)).toHaveLength(1);
    expect(records.public.filter(({ candidate }) => candidate.failed)).toHaveLength(1);
  });
});

test("the preflight asks no model and fails no system for it", async () => {
  const result = await preflight(ports, mutationOf({}));

  expect(result).toMatchObject({ kind: "ran", candidate: { why: "no-model" }, unstarted: [] });
  expect(server.asked).toEqual([]);
});
