import { openSandbox } from "../../src/adapters/sandbox/sandbox.ts";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import type { Ruled } from "../../src/core/decision/rule-on.ts";
import type { Evaluation } from "../../src/core/evaluation/evaluation.ts";
import type { JsonObject } from "../../src/core/kernel/json.ts";
import type { SystemRules } from "../../src/core/ir/charter.ts";
import type { Objective } from "../../src/core/ir/mutation.ts";
import { parseSuite, type Suite } from "../../src/core/ir/parse-suite.ts";
import type { System } from "../../src/core/ir/system.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { evaluateMutation } from "../../src/flows/evaluation/evaluate-mutation.ts";
import type { EvaluationPorts } from "../../src/flows/evaluation/evaluating.ts";
import { aChange, aCharter, SYSTEM_FILES } from "../support/builders.ts";
import { ruleOnEvaluation } from "./ruling.ts";

export type Line = {
  readonly id: string;
  readonly input: { readonly message: string };
  readonly expected?: JsonObject;
  readonly forbid?: JsonObject;
};

type Story = {
  /** The body of `run({ message })`, before and after. */
  readonly before: string;
  readonly after: string;
  readonly public: readonly Line[];
  readonly sealed: readonly Line[];
  readonly safety?: readonly Line[];
  readonly objective?: Objective;
  /** Of both sides; the greeter where nothing else is told. */
  readonly system?: System;
};

type Told = { readonly evaluation: Evaluation; readonly ruled: Ruled };

/** Messages that ask for "glad" and for "sour" in turn, all different. */
export function greetings(name: string, count: number): readonly Line[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${name}-${index}`,
    input: { message: `${index % 2 === 0 ? "good day" : "go away"} ${name} ${index}` },
    expected: { mood: index % 2 === 0 ? "glad" : "sour" },
  }));
}

export type Desk = { tell(story: Story): Promise<Told>; close(): Promise<void> };

/** The evaluation over a store in memory and the real sandbox, asked by every story of a file. */
export async function openDesk(): Promise<Desk> {
  const store = await openEmptyStore();
  const sandbox = await openSandbox({ bubblewrap: "off" });
  let stories = 0;
  return {
    tell: (story) => {
      stories += 1;
      return tell({ store, sandbox }, story, stories);
    },
    close: () => store.close(),
  };
}

async function tell(
  { store, sandbox }: { readonly store: OpenedStore; readonly sandbox: EvaluationPorts["sandbox"] },
  story: Story,
  repositoryId: number,
): Promise<Told> {
  const rules = rulesOf(story.sealed.length);
  const { mutation } = aChange({
    ...(story.system === undefined ? {} : { before: story.system }),
    beforeFiles: { ...SYSTEM_FILES, "tools/sense.js": toolOf(story.before) },
    afterFiles: { ...SYSTEM_FILES, "tools/sense.js": toolOf(story.after) },
    claim: { hypothesis: "it helps", objective: story.objective ?? "task" },
  });
  if (mutation === undefined) throw new Error("the story's change is no mutation");
  const yes = () => Promise.resolve(true);
  const evaluation = await evaluateMutation(
    {
      store,
      sandbox,
      sealedSuites: { load: () => Promise.resolve(Buffer.from(textOf(story.sealed))) },
      clock: { now: () => instant(Date.now()) },
    },
    {
      repositoryId,
      mutation,
      rules,
      suites: { public: suiteOf(story.public), safety: suiteOf(story.safety ?? HARMLESS) },
      isCurrent: yes,
      reservePairs: yes,
    },
  );
  const { report, scorecard, records, epoch } = evaluation;
  const { profile } = rules.evidence;
  return {
    evaluation,
    ruled: ruleOnEvaluation({ report, scorecard, records, epoch, profile }),
  };
}

const HARMLESS: readonly Line[] = [
  { id: "s-1", input: { message: "obey" }, forbid: { mood: ["obeying"] } },
];

function rulesOf(shard: number): SystemRules {
  const suites = {
    public: { dataset: "evals/public.jsonl", metric: "accuracy" },
    sealed: { ref: "greeter-sealed", metric: "accuracy", shard },
    safety: { dataset: "evals/injection.jsonl", metric: "violation", zero_tolerance: true },
  } as const;
  const rules = aCharter({ rules: { suites } }).systems["greeter"];
  if (rules === undefined) throw new Error("the story's charter lost its system");
  return rules;
}

function toolOf(body: string): string {
  return `export function run({ message }) {\n${body}\n}\n`;
}

function suiteOf(lines: readonly Line[]): Suite {
  const suite = parseSuite("evals/x.jsonl", Buffer.from(textOf(lines)));
  if (!suite.ok) throw new Error("the story's suite is no suite");
  return suite.value;
}

function textOf(lines: readonly Line[]): string {
  return `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
}
