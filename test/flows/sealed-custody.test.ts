import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSandbox } from "../../src/adapters/sandbox/sandbox.ts";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { planSeal, renderSeal } from "../../src/core/custody/plan-seal.ts";
import { queryShards } from "../../src/core/custody/seal.ts";
import { MOST_WORDS } from "../../src/core/custody/shard-use.ts";
import { parseSuite } from "../../src/core/ir/parse-suite.ts";
import { digestOf } from "../../src/core/kernel/digest.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { evaluateMutation } from "../../src/flows/evaluation/evaluate-mutation.ts";
import type { EvaluationPorts } from "../../src/flows/evaluation/evaluating.ts";
import { aChange, aCharter, SYSTEM_FILES } from "../support/builders.ts";

/** So few items that what is looked at is who is asked what, and not what comes of it. */
const ITEMS = 24;

function suiteText(name: string): string {
  return Array.from({ length: ITEMS }, (_, at) => {
    const message = `${at % 2 === 0 ? "hello" : "go away"} ${name}${at} ${at}x`;
    const expected = { mood: at % 2 === 0 ? "glad" : "sour" };
    return `${JSON.stringify({ id: `${name}-${at}`, input: { message }, expected })}\n`;
  }).join("");
}

function suiteOf(text: string) {
  const suite = parseSuite("suite", Buffer.from(text));
  if (!suite.ok) throw new Error("the test's suite is no suite");
  return suite.value;
}

const cutting = { ref: "greeter-sealed", salt: "5".repeat(32), audit: 0.25, shard: 6 };
const planned = planSeal({
  items: suiteOf(suiteText("sealed")).items,
  shown: [],
  cutting,
  dropsLeaks: false,
});
if (!planned.ok) throw new Error(planned.refusal.kind);
const { seal, text, suite } = planned.value;
const SHARDS = queryShards(seal).map(({ digest }) => digest);

let store: OpenedStore;
let ports: EvaluationPorts;

beforeAll(async () => {
  store = await openEmptyStore();
  ports = {
    store,
    sandbox: await openSandbox({ bubblewrap: "off" }),
    sealedSuites: {
      load: () => Promise.resolve(Buffer.from(text)),
      loadSeal: () => Promise.resolve(Buffer.from(renderSeal({ seal, suite }))),
    },
    clock: { now: () => instant(Date.now()) },
  };
});
afterAll(() => store.close());

/** Evaluates a change that says the same with another comment: another version, and no better. */
async function evaluate(variant: number, parts: Partial<EvaluationPorts> = {}) {
  const senses = (note: string): string =>
    `// ${note}\nexport function run({ message }) {\n  return { mood: message.includes("hello") ? "glad" : "sour", warmth: 1 };\n}\n`;
  const { mutation } = aChange({
    beforeFiles: { ...SYSTEM_FILES, "tools/sense.js": senses("before") },
    afterFiles: { ...SYSTEM_FILES, "tools/sense.js": senses(`variant ${variant}`) },
    claim: { hypothesis: "the same", objective: "task" },
  });
  const rules = aCharter({
    rules: {
      suites: {
        public: { dataset: "evals/public.jsonl", metric: "accuracy" },
        sealed: { ref: "greeter-sealed", metric: "accuracy" },
      },
    },
  }).systems["greeter"];
  if (mutation === undefined || rules === undefined) throw new Error("the test's change is none");
  const yes = () => Promise.resolve(true);
  return evaluateMutation(
    { ...ports, ...parts },
    {
      repositoryId: 1,
      mutation,
      rules,
      suites: { public: suiteOf(suiteText("public")) },
      isCurrent: yes,
      reservePairs: yes,
    },
  );
}

/** Lets other pairs hear everything that a shard may still say. */
async function exhaust(shard: (typeof SHARDS)[number]) {
  const stranger = { repositoryId: 2, system: "other", before: digestOf("b"), items: 6 };
  await store.transact(async (tx) => {
    for (let word = 0; word < MOST_WORDS; word += 1) {
      await tx.custody.countWord({ ...stranger, shard, after: digestOf(`${word}`) }, MOST_WORDS);
    }
  });
}

describe("a sealed suite in custody", () => {
  it("is asked by one shard, which names itself in the decision, and never by the audit shard", async () => {
    const { suiteDigests, records } = await evaluate(1);

    expect(suiteDigests.sealed).toBe(SHARDS[0]);
    expect(records.sealed.map(({ item }) => item).sort()).toEqual(
      [...(queryShards(seal)[0]?.items ?? [])].sort(),
    );
    const audited = new Set(seal.shards.find(({ role }) => role === "audit")?.items);
    expect(audited.size).toBe(6);
    expect(records.sealed.some(({ item }) => audited.has(item))).toBe(false);
  });

  it("gives the next shard to new pairs when one has said all it may, and keeps old pairs where they were", async () => {
    const [first, second] = SHARDS;
    if (first === undefined) throw new Error("no shard");
    await exhaust(first);

    expect((await evaluate(2)).suiteDigests.sealed).toBe(second);
    const again = await evaluate(1);
    expect(again.suiteDigests.sealed).toBe(first);
    expect(again.records.sealed).toHaveLength(6);
  });

  it("says that it is spent when every shard is, and asks nothing", async () => {
    for (const shard of SHARDS) await exhaust(shard);
    const { report, records } = await evaluate(3);

    expect(report).toMatchObject({ outcome: "no-data", reason: "sealed-suite-spent" });
    expect(records.public).toEqual([]);
  });

  it("whose custody does not fit is asked by nobody, and nothing is said of where it does not", async () => {
    const loadSeal = () => Promise.resolve(Buffer.from("{}"));
    const sealedSuites = { ...ports.sealedSuites, loadSeal };
    const { report } = await evaluate(4, { sealedSuites });

    expect(report).toMatchObject({ outcome: "no-data", reason: "suite-invalid", findings: [] });
  });
});
