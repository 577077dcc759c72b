import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSandbox } from "../../src/adapters/sandbox/sandbox.ts";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import type { SystemRules } from "../../src/core/ir/charter.ts";
import type { Mutation } from "../../src/core/ir/mutation.ts";
import { normaliseMutation } from "../../src/core/ir/normalise-mutation.ts";
import { parseSuite, type Suite } from "../../src/core/ir/parse-suite.ts";
import { readSystem } from "../../src/core/ir/read-system.ts";
import type { CommandRules } from "../../src/core/ir/runner-rules.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { evaluateMutation } from "../../src/flows/evaluation/evaluate-mutation.ts";
import type { EvaluationPorts, EvaluationRequest } from "../../src/flows/evaluation/evaluating.ts";
import { preflight } from "../../src/flows/gates/preflight.ts";
import type { AgentSandbox, Sandbox } from "../../src/ports/sandbox.ts";
import { aCharter, aSnapshot, type Files } from "../support/builders.ts";
import { NATIVE_SYSTEMS } from "../support/native-systems.ts";

const ROOT = "agents/crew";

/** A crew whose code says "glad" to messages with one of its words, and "sour" to the others. */
function crewOf(words: readonly string[], more: string = ""): Files {
  const code = `import { readFileSync, readdirSync } from "node:fs";
import { createInterface } from "node:readline";
const role = readFileSync("config/agents.yaml", "utf8").includes("Botanist");
for await (const line of createInterface({ input: process.stdin })) {
  const { id, input } = JSON.parse(line);
  ${more}
  const glad = role && ${JSON.stringify(words)}.some((word) => input.message.includes(word));
  console.log(JSON.stringify({ id, output: { mood: glad ? "glad" : "sour", files: readdirSync(".") } }));
}
`;
  const files = {
    ...NATIVE_SYSTEMS.crewai,
    "main.mjs": code,
    "evals/public.jsonl": suiteText("p", 9),
  };
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${ROOT}/${path}`, text]));
}

const WORDS = ["hello", "morning", "howdy"];

function suiteText(name: string, count: number): string {
  const lines = Array.from({ length: count }, (_, index) => ({
    id: `${name}-${index}`,
    input: { message: `${index % 2 === 0 ? WORDS[(index / 2) % 3] : "go away"} ${name} ${index}` },
    expected: { mood: index % 2 === 0 ? "glad" : "sour" },
  }));
  return `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
}

function suiteOf(text: string): Suite {
  const suite = parseSuite("evals/x.jsonl", Buffer.from(text));
  if (!suite.ok) throw new Error("the test's suite is no suite");
  return suite.value;
}

const RUNNER: CommandRules = {
  kind: "command",
  command: ["node", "main.mjs"],
  limits: { memory_mb: 512, start_ms: 10_000, deadline_ms: 2_000 },
};

function rulesOf(parts: Partial<SystemRules> = {}): SystemRules {
  const suites = {
    public: { dataset: "evals/public.jsonl", metric: "accuracy" },
    sealed: { ref: "crew-sealed", metric: "accuracy", shard: 60 },
  } as const;
  const native = { path: ROOT, format: "crewai" as const, protected: [], runner: RUNNER };
  const rules = aCharter({ rules: { suites, ...native, ...parts } }).systems["greeter"];
  if (rules === undefined) throw new Error("the test's charter lost its system");
  return rules;
}

function mutationTo(after: Files): Mutation {
  const read = (files: Files) => {
    const snapshot = aSnapshot(files);
    const version = readSystem({ name: "greeter", root: ROOT, format: "crewai", snapshot });
    if (!version.ok) throw new Error(JSON.stringify(version.refusal));
    return version.value;
  };
  return normaliseMutation({
    system: "greeter",
    before: read(crewOf(["hello"])),
    after: read(after),
    rules: rulesOf(),
    claim: { hypothesis: "more greetings are glad", objective: "task" },
  });
}

const sandbox = await openSandbox({ bubblewrap: "probe" });
const bare = await openSandbox({ bubblewrap: "off" });
const isWalled = (await sandbox.agents?.()) !== undefined;
let store: OpenedStore;

beforeAll(async () => {
  store = await openEmptyStore();
});

afterAll(() => store.close());

function evaluate(
  after: Files,
  parts: { readonly sandbox?: Sandbox; readonly rules?: SystemRules } = {},
): ReturnType<typeof evaluateMutation> {
  const ports: EvaluationPorts = {
    store,
    sandbox: parts.sandbox ?? sandbox,
    sealedSuites: { load: () => Promise.resolve(Buffer.from(suiteText("sealed", 60))) },
    clock: { now: () => instant(Date.now()) },
  };
  const request: EvaluationRequest = {
    repositoryId: 1,
    mutation: mutationTo(after),
    rules: parts.rules ?? rulesOf(),
    suites: { public: suiteOf(suiteText("public", 30)) },
    isCurrent: () => Promise.resolve(true),
    reservePairs: () => Promise.resolve(true),
  };
  return evaluateMutation(ports, request);
}

describe.runIf(isWalled)("an agent of another framework with a command in the charter", () => {
  test("is measured, both versions on their own files, and the evidence says behind what", async () => {
    const evaluation = await evaluate(crewOf(WORDS));
    expect(evaluation.report).toMatchObject({ outcome: "pass", reason: "evaluated" });
    expect(evaluation.isolation).toBe("process+bubblewrap");
    expect(evaluation.records.sealed.length).toBeGreaterThan(0);
    const { public: shown } = evaluation.records;
    expect(shown.filter(({ baseline }) => baseline.correct === 1)).toHaveLength(20);
    expect(shown.filter(({ candidate }) => candidate.correct === 1)).toHaveLength(30);
  });

  test("answers nothing that counts when it breaks the protocol", async () => {
    const shouts = "console.log(JSON.stringify({ output: { mood: 'glad' } }));";
    const evaluation = await evaluate(crewOf(WORDS, shouts));
    expect(evaluation.report).toMatchObject({ outcome: "fail", reason: "run-failed" });
    const failed = evaluation.records.public.filter(({ candidate }) => candidate.failed);
    // What is said beside an answer spoils that answer or, when it comes later, the next one.
    expect(failed.length).toBeGreaterThanOrEqual(15);
    expect(evaluation.records.sealed).toEqual([]);
  });

  test("does not read the suites that lie beside it", async () => {
    const code = "if (readdirSync('.').includes('evals')) process.exit(1);";
    const evaluation = await evaluate(crewOf(WORDS, code));
    expect(evaluation.report.outcome).toBe("pass");
  });

  test("is asked anew when its command changes, and only then", async () => {
    const seen: number[] = [];
    const counting = tally(() => seen.push(1));
    const runner = { ...RUNNER, command: ["node", "./main.mjs"] };
    const parts = { sandbox: counting, rules: rulesOf({ runner }) };
    await evaluate(crewOf(WORDS), parts);
    expect(seen.length).toBeGreaterThan(2 * 30);
    const { length } = seen;
    await evaluate(crewOf(WORDS), parts);
    expect(seen).toHaveLength(length);
  });

  test("is undecided when a side has spent its time for all items", async () => {
    const runner = { ...RUNNER, limits: { ...RUNNER.limits, total: "PT0S" } };
    const evaluation = await evaluate(crewOf(["late"]), { rules: rulesOf({ runner }) });
    expect(evaluation.report).toMatchObject({ outcome: "no-data", reason: "runner-over-time" });
  });

  test("has no runner where its program is not installed", async () => {
    const runner = { ...RUNNER, command: ["no-such-program"] };
    const evaluation = await evaluate(crewOf(WORDS), { rules: rulesOf({ runner }) });
    expect(evaluation.report).toMatchObject({ outcome: "no-data", reason: "runner-missing" });
    const started = await preflight({ sandbox }, mutationTo(crewOf(WORDS)), { runner });
    expect(started).toEqual({ kind: "foreign" });
  });

  test("is started by preflight, on an input that is real", async () => {
    const rules = { runner: RUNNER, smoke: { message: "hello" } };
    const started = await preflight({ sandbox }, mutationTo(crewOf(WORDS)), rules);
    expect(started).toMatchObject({ kind: "ran", candidate: { output: { mood: "glad" } } });
    const broken = await preflight(
      { sandbox },
      mutationTo(crewOf(WORDS, "process.exit();")),
      rules,
    );
    expect(broken).toMatchObject({
      candidate: { kind: "failed", why: "command-failed", detail: "exited" },
    });
  });
});

/** The real walls, with a tally of the questions that went through them. */
function tally(onQuestion: () => void): Sandbox {
  return {
    ...sandbox,
    agents: async () => {
      const agents = await sandbox.agents?.();
      if (agents === undefined) return undefined;
      const counted: AgentSandbox = {
        ...agents,
        open: async (program) => {
          const session = await agents.open(program);
          return {
            ...session,
            ask: (question) => {
              onQuestion();
              return session.ask(question);
            },
          };
        },
      };
      return counted;
    },
  };
}

describe("a command where there are not the walls for it", () => {
  test.each<[string, Sandbox, Partial<SystemRules>]>([
    ["no walls at all", bare, {}],
    ["fewer than the charter demands", sandbox, { isolation: { T0: "wasm+process+bubblewrap" } }],
    ["less, whatever the charter allows", bare, { isolation: { T3: "wasm+process" } }],
  ])("is not run: %s", async (_what, walls, parts) => {
    const rules = rulesOf(parts);
    const evaluation = await evaluate(crewOf(WORDS), { sandbox: walls, rules });
    expect(evaluation.report).toMatchObject({
      outcome: "no-data",
      reason: "isolation-insufficient",
    });
    const started = await preflight({ sandbox: walls }, mutationTo(crewOf(WORDS)), rules);
    expect(started).toMatchObject({ kind: "withheld" });
  });

  test("is blamed on nobody when they do not come up, and nothing is kept of it", async () => {
    const dying: Sandbox = {
      ...bare,
      agents: () =>
        Promise.resolve({
          isolation: "process+bubblewrap",
          finds: () => true,
          open: () =>
            Promise.resolve({
              ask: () => Promise.resolve({ kind: "crashed" }),
              close: () => Promise.resolve(),
            }),
        }),
    };
    const evaluation = await evaluate(crewOf(["dying"]), { sandbox: dying });
    expect(evaluation.report).toMatchObject({ outcome: "error", reason: "dependency-failed" });
    const started = await preflight({ sandbox: dying }, mutationTo(crewOf(WORDS)), rulesOf());
    expect(started).toMatchObject({ kind: "broken" });
  });
});

test("an agent of another framework without a runner is not run", async () => {
  const { runner: _none, ...rules } = rulesOf();
  const evaluation = await evaluate(crewOf(WORDS), { rules });
  expect(evaluation.report).toMatchObject({ outcome: "no-data", reason: "runner-missing" });
});
