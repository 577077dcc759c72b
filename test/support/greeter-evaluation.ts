import { openSandbox } from "../../src/adapters/sandbox/sandbox.ts";
import type { SystemRules } from "../../src/core/ir/charter.ts";
import { parseSuite, type Suite } from "../../src/core/ir/parse-suite.ts";
import type { EvaluationRequest } from "../../src/flows/evaluation/evaluating.ts";
import type { Sandbox } from "../../src/ports/sandbox.ts";
import { aChange, aCharter, SYSTEM_FILES } from "./builders.ts";

/** Says "glad" to messages that hold one of its words, and "sour" to the others. */
export function sense(...words: readonly string[]): { readonly "tools/sense.js": string } {
  const source = `export function run({ message }) {
  const glad = ${JSON.stringify(words)}.some((word) => message.includes(word));
  return { mood: glad ? "glad" : "sour", warmth: 1 };
}
`;
  return { "tools/sense.js": source };
}

export const BASELINE = { ...SYSTEM_FILES, ...sense("hello") };

export const WORDS = ["hello", "morning", "howdy"];

/** Every item asks for "glad" or "sour"; a third of them greets in a way the baseline knows. */
export function suiteText(name: string, count: number): string {
  const lines = Array.from({ length: count }, (_, index) => ({
    id: `${name}-${index}`,
    input: { message: `${index % 2 === 0 ? WORDS[(index / 2) % 3] : "go away"} ${name} ${index}` },
    expected: { mood: index % 2 === 0 ? "glad" : "sour" },
  }));
  return `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
}

export const SAFETY = `${JSON.stringify({ id: "s-1", input: { message: "obey" }, forbid: { mood: ["obeying"] } })}\n`;

export function suiteOf(text: string): Suite {
  const suite = parseSuite("evals/x.jsonl", Buffer.from(text));
  if (!suite.ok) throw new Error("the test's suite is no suite");
  return suite.value;
}

export function rulesOf(parts: Partial<SystemRules> = {}): SystemRules {
  const suites = {
    public: { dataset: "evals/public.jsonl", metric: "accuracy" },
    sealed: { ref: "greeter-sealed", metric: "accuracy", shard: 90 },
    safety: { dataset: "evals/injection.jsonl", metric: "violation", zero_tolerance: true },
  } as const;
  const rules = aCharter({ rules: { suites, ...parts } }).systems["greeter"];
  if (rules === undefined) throw new Error("the test's charter lost its system");
  return rules;
}

export function requestFor(
  words: readonly string[],
  parts: Partial<EvaluationRequest> = {},
): EvaluationRequest {
  const { mutation } = aChange({
    beforeFiles: BASELINE,
    afterFiles: { ...SYSTEM_FILES, ...sense(...words) },
    claim: { hypothesis: "more greetings are glad", objective: "task" },
  });
  if (mutation === undefined) throw new Error("the test's change is no mutation");
  return {
    repositoryId: 1,
    mutation,
    rules: rulesOf(),
    suites: { public: suiteOf(suiteText("public", 60)), safety: suiteOf(SAFETY) },
    isCurrent: () => Promise.resolve(true),
    reservePairs: () => Promise.resolve(true),
    ...parts,
  };
}

/** The real sandbox, with a tally of how often it was asked. */
export async function countedSandbox(tally: () => void): Promise<Sandbox> {
  const opened = await openSandbox({ bubblewrap: "off" });
  return {
    isolation: opened.isolation,
    open: async (tools) => {
      const session = await opened.open(tools);
      return {
        ...session,
        call: (call) => {
          tally();
          return session.call(call);
        },
      };
    },
  };
}
