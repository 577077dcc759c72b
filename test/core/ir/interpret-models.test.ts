import { describe, expect, test } from "vitest";
import type { RunResult } from "../../../src/core/ir/artifact.ts";
import { compile } from "../../../src/core/ir/compile.ts";
import { interpret } from "../../../src/core/ir/interpret.ts";
import type { ModelQuestion, ModelReply } from "../../../src/core/ir/model-question.ts";
import type { Json } from "../../../src/core/kernel/json.ts";
import { aSystem, aVersion, SYSTEM_FILES } from "../../support/builders.ts";

type Parts = {
  readonly node?: { readonly [member: string]: Json };
  readonly optional?: boolean;
  readonly tokens?: number;
  readonly message?: string;
  readonly prompt?: string;
};

/** A model that names the mood, a template that speaks of it, and the model again where asked for. */
function run(
  reply: ModelReply,
  { node = { prompt: "ask", output: "mood" }, optional = false, ...parts }: Parts = {},
): { readonly result: RunResult; readonly questions: readonly ModelQuestion[] } {
  const nodes = {
    think: { kind: "model", model: "fast", ...node },
    greet: { kind: "template", prompt: "reply" },
    done: { kind: "end" },
  };
  const edges = { a: { from: "think", to: "greet" }, b: { from: "greet", to: "done" } };
  const system = aSystem({
    prompts: { reply: { file: "prompts/reply.md" }, ask: { file: "prompts/ask.md" } },
    models: {
      fast: {
        provider: "anthropic",
        id: "small-1",
        params: { temperature: 0 },
        optional,
        auth: { secret: "mine" },
      },
    },
    secrets: { mine: { env: "PRIVATE_KEY" } },
    graph: { entry: "think", nodes, edges },
    ...(parts.tokens === undefined ? {} : { resources: { per_run: { tokens: parts.tokens } } }),
  });
  const files = { ...SYSTEM_FILES, "prompts/ask.md": parts.prompt ?? "Name the mood." };
  const steps = interpret(compile(aVersion({ system, files })), {
    message: parts.message ?? "hello",
  });
  const questions: ModelQuestion[] = [];
  let step = steps.next();
  while (step.done !== true) {
    if ("messages" in step.value) questions.push(step.value);
    step = steps.next(reply);
  }
  return { result: step.value, questions };
}

const told = (text: string): ModelReply => ({ kind: "told", text, tokens: 18, milliseconds: 5 });

describe("a model node", () => {
  test("asks with its prompt as the system's words and the state as the user's, and no secret", () => {
    const { questions } = run(told("glad"), { prompt: "Name the mood." });

    expect(questions).toEqual([
      {
        model: { provider: "anthropic", id: "small-1" },
        params: { temperature: 0 },
        messages: [
          { role: "system", text: "Name the mood." },
          { role: "user", text: '{"message":"hello"}' },
        ],
      },
    ]);
  });

  test("puts the answer into the field that it names, and counts its tokens", () => {
    expect(run(told("glad")).result).toEqual({
      kind: "answered",
      output: { mood: "glad", reply: "You seem glad. Hello!\n" },
      usage: { steps: 3, toolCalls: 0, milliseconds: 5, tokens: 18 },
    });
  });

  test("without a field takes the members of a JSON object", () => {
    const { result } = run(told('{"mood": "sour"}'), { node: {} });

    expect(result).toMatchObject({ kind: "answered", output: { mood: "sour" } });
  });

  test.each(["glad", "[1]", '{"mood": "glad", "mood": "sour"}', "```json\n{}\n```"])(
    "without a field fails on %j, which is no JSON object",
    (text) => {
      expect(run(told(text), { node: {} }).result).toMatchObject({ why: "model-failed" });
    },
  );

  test.each([
    [{ kind: "absent" }, "no-model"],
    [{ kind: "declined" }, "model-failed"],
    [{ kind: "broken" }, "model-failed"],
  ] as const)("fails on %j", (reply, why) => {
    expect(run(reply).result).toMatchObject({ kind: "failed", why });
  });

  test.each([{ kind: "absent" }, { kind: "declined" }] as const)(
    "that is optional is passed over on %j",
    (reply) => {
      // What comes after it misses the mood, and says so itself.
      expect(run(reply, { optional: true }).result).toMatchObject({
        why: "stuck",
        detail: "no value for {{mood}}",
      });
    },
  );

  test("that is optional fails all the same when nobody knows what it would have said", () => {
    const { result } = run({ kind: "broken" }, { optional: true });

    expect(result).toMatchObject({ why: "model-failed" });
  });

  test("is held to the tokens that a run may use", () => {
    expect(run(told("glad"), { tokens: 17 }).result).toMatchObject({ detail: "tokens" });
    expect(run(told("glad"), { tokens: 18 }).result.kind).toBe("answered");
  });

  test("puts no question with half a character in it", () => {
    const { result, questions } = run(told("glad"), {
      prompt: "Name {{message}}.",
      message: "a\ud800b",
    });

    expect(result).toMatchObject({ why: "stuck", detail: "text that is no Unicode" });
    expect(questions).toEqual([]);
  });
});
