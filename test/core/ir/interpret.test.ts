import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { RunResult } from "../../../src/core/ir/artifact.ts";
import { compile } from "../../../src/core/ir/compile.ts";
import { interpret, type ToolAnswer, type ToolRequest } from "../../../src/core/ir/interpret.ts";
import type { Json, JsonObject } from "../../../src/core/kernel/json.ts";
import { aSystem, aVersion, SYSTEM_FILES } from "../../support/builders.ts";

type Run = { readonly result: RunResult; readonly requests: readonly ToolRequest[] };

const answered = (output: Json, milliseconds = 1): ToolAnswer => ({
  kind: "answered",
  output,
  milliseconds,
});

function run(
  answer: (request: ToolRequest) => ToolAnswer,
  parts: { readonly [member: string]: Json } = {},
  input: JsonObject = { message: "hello" },
): Run {
  const steps = interpret(compile(aVersion({ system: aSystem(parts) })), input);
  const requests: ToolRequest[] = [];
  let step = steps.next();
  while (step.done !== true) {
    const request = step.value;
    if (!("tool" in request)) {
      step = steps.next({ kind: "absent" });
      continue;
    }
    requests.push(request);
    step = steps.next(answer(request));
  }
  return { result: step.value, requests };
}

const glad = (): ToolAnswer => answered({ mood: "glad", warmth: 0.9 });

test("a run calls the tool with the state and its parameters, and answers by the contract", () => {
  const { result, requests } = run(glad);
  expect(requests).toEqual([
    { tool: "sense", input: { message: "hello" }, parameters: { warmth: 0.4 } },
  ]);
  expect(result).toEqual({
    kind: "answered",
    output: { mood: "glad", reply: "You seem glad. Hello!\n" },
    usage: { steps: 3, toolCalls: 1, milliseconds: 1 },
  });
});

test("conditions on edges choose the way", () => {
  const { result } = run(() => answered({ mood: "cold", warmth: 0.1 }));
  expect(result).toMatchObject({ output: { reply: SYSTEM_FILES["prompts/refusal.md"] } });
});

test("edges are tried in the order of their keys, whatever the order of the file", () => {
  const edges = {
    b: { from: "feel", to: "greet" },
    a: { from: "feel", to: "refuse" },
    c: { from: "refuse", to: "done" },
    d: { from: "greet", to: "done" },
  };
  const { result } = run(glad, { graph: { ...graphJson(), edges } });
  expect(result).toMatchObject({ output: { reply: SYSTEM_FILES["prompts/refusal.md"] } });
});

function graphJson(): { readonly [member: string]: Json } {
  return {
    entry: "feel",
    nodes: {
      feel: { kind: "tool", tool: "sense", parameters: ["warmth"] },
      greet: { kind: "template", prompt: "reply" },
      refuse: { kind: "template", prompt: "refusal" },
      done: { kind: "end" },
    },
  };
}

const LOOP = {
  ...graphJson(),
  edges: { again: { from: "feel", to: "feel" } },
};

test.each<readonly [string, Parameters<typeof run>, string, string]>([
  [
    "an input that breaks the contract",
    [glad, {}, { message: 3 }],
    "input-refused",
    "type at /message",
  ],
  [
    "an input with a field too many",
    [glad, {}, { message: "a", role: "admin" }],
    "input-refused",
    "additionalProperties at ",
  ],
  [
    "a tool that fails",
    [() => ({ kind: "failed", why: "deadline", detail: "" })],
    "tool-failed",
    "sense: deadline ",
  ],
  ["a tool that answers no object", [() => answered(["x"])], "tool-failed", "sense: not an object"],
  [
    "an output that breaks the contract",
    [() => answered({ mood: 1, warmth: 0.9 })],
    "output-refused",
    "type at /mood",
  ],
  [
    "a template without its value",
    [() => answered({ warmth: 0.9 })],
    "stuck",
    "no value for {{mood}}",
  ],
  ["no edge that is open", [() => answered({ mood: "glad" })], "stuck", "no way on from feel"],
  [
    "a loop beyond its bound",
    [glad, { graph: { ...LOOP, loops: { max: 2 } } }],
    "over-limit",
    "loop at feel",
  ],
  [
    "more tool calls than the resources allow",
    [glad, { graph: { ...LOOP, loops: { max: 50 } }, resources: { per_run: { tool_calls: 3 } } }],
    "over-limit",
    "tool_calls",
  ],
  [
    "more time than the resources allow",
    [() => answered({ mood: "a", warmth: 1 }, 9000)],
    "over-limit",
    "wall_clock_ms",
  ],
  [
    "an entry that is no node",
    [glad, { graph: { ...graphJson(), entry: "constructor", edges: {} } }],
    "stuck",
    "no node constructor",
  ],
  [
    "a condition that cannot be read",
    [
      glad,
      { graph: { ...graphJson(), edges: { a: { from: "feel", to: "done", when: "out.x ===" } } } },
    ],
    "stuck",
    "no way on from feel",
  ],
])("a run fails, and says why, on %s", (_what, given, ...failure) => {
  const [why, detail] = failure;
  expect(run(...given).result).toMatchObject({ kind: "failed", why, detail });
});

test("a loop may be entered once more than its bound of returns", () => {
  const { requests } = run(glad, { graph: { ...LOOP, loops: { max: 2 } } });
  expect(requests).toHaveLength(3);
});

test("a tool cannot reach a prototype, and its extra fields do not leave the system", () => {
  const hostile: JsonObject = JSON.parse(
    '{"mood": "glad", "warmth": 0.9, "__proto__": {"x": 1}, "secret": "s"}',
  );
  const { result } = run(() => answered(hostile));
  expect(result).toMatchObject({ kind: "answered" });
  expect(Object.keys(result.kind === "answered" ? result.output : {})).toEqual(["mood", "reply"]);
});

test("what a value says is never read as a placeholder", () => {
  const { result } = run(() => answered({ mood: "{{message}} $& {{mood}}", warmth: 0.9 }));
  expect(result).toMatchObject({ output: { reply: "You seem {{message}} $& {{mood}}. Hello!\n" } });
});

test("a template that feeds on its own output is stopped", () => {
  const files = { ...SYSTEM_FILES, "prompts/reply.md": "{{mood}}{{mood}}" };
  const graph = {
    entry: "feel",
    nodes: {
      feel: { kind: "tool", tool: "sense" },
      greet: { kind: "template", prompt: "reply", output: "mood" },
    },
    edges: { a: { from: "feel", to: "greet" }, b: { from: "greet", to: "greet" } },
    loops: { max: 100 },
  };
  const steps = interpret(compile(aVersion({ system: aSystem({ graph }), files })), {
    message: "a",
  });
  steps.next();
  const { value } = steps.next(answered({ mood: "abc" }));
  expect(value).toMatchObject({ kind: "failed", why: "over-limit", detail: "template output" });
});

test.each([
  [true, "answered"],
  [false, "failed"],
])("a model without a provider is passed over only when optional: %s", (optional, kind) => {
  const nodes = {
    feel: { kind: "tool", tool: "sense" },
    think: { kind: "model", model: "fast" },
    greet: { kind: "template", prompt: "reply" },
    done: { kind: "end" },
  };
  const edges = {
    a: { from: "feel", to: "think" },
    b: { from: "think", to: "greet" },
    c: { from: "greet", to: "done" },
  };
  const models = { fast: { provider: "openai", id: "small", optional } };
  expect(run(glad, { models, graph: { entry: "feel", nodes, edges } }).result.kind).toBe(kind);
});

const ids = fc.constantFrom("a", "b", "c", "d");
const nodes = fc.record({
  kind: fc.constantFrom("tool", "template", "model", "router", "end"),
  tool: fc.constant("sense"),
  prompt: fc.constantFrom("reply", "refusal", "none"),
});
const edges = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,3}$/),
  fc.record({
    from: ids,
    to: ids,
    when: fc.constantFrom("true", "out.warmth > 0.5", "out.x", "!"),
  }),
);

test("every run of every graph ends, within its bound of steps", () => {
  fc.assert(
    fc.property(
      fc.dictionary(ids, nodes),
      edges,
      fc.integer({ min: 0, max: 20 }),
      (graphNodes, graphEdges, max) => {
        const graph = { entry: "a", nodes: graphNodes, edges: graphEdges, loops: { max } };
        const { result } = run(glad, { graph, resources: {} });
        expect(result.usage.steps).toBeLessThanOrEqual((max + 2) * 4);
      },
    ),
    { numRuns: 300 },
  );
});
