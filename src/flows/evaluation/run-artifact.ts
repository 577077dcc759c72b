import type { Artifact, RunResult } from "../../core/ir/artifact.ts";
import { interpret, type ToolAnswer, type ToolRequest } from "../../core/ir/interpret.ts";
import { jsonOf } from "../../core/ir/json-of.ts";
import type { ModelQuestion, ModelReply } from "../../core/ir/model-question.ts";
import { digestOfJson } from "../../core/kernel/digest.ts";
import type { JsonObject } from "../../core/kernel/json.ts";
import type { UnstartedTool } from "../../core/validation/preflight-result.ts";
import type { Sandbox, SandboxSession, ToolResult } from "../../ports/sandbox.ts";
import { standInBroker } from "./stand-in-broker.ts";
import { toolPrograms } from "./tool-programs.ts";
import type { ModelDesk } from "./model-desk.ts";

/** A compiled system, ready to be given inputs one after the other. */
export type Runner = {
  /** The same input and item get the same chance and the same time, on either side of a pair. */
  run(input: JsonObject, item?: string): Promise<RunResult>;
  /** Loads the tools of the plan that no run has called yet, and names those that do not load. */
  startRest(): Promise<readonly UnstartedTool[]>;
  /** Calls whose child died twice: more often the machine's fault than the tool's. */
  crashes(): number;
  /** Whether the time for all answers together is spent; what was asked since has no answer. */
  isOverTime(): boolean;
  close(): Promise<void>;
};

export type RunnerOptions = {
  readonly seed: string;
  /** Who puts the questions to models; without one there is nobody to ask. */
  readonly models?: ModelDesk;
};

/**
 * Starts a sandbox for an artifact's tools; what it answers is checked by the interpreter. Questions
 * to models are put from here: nothing in the sandbox reaches a provider.
 */
export async function openRunner(
  sandbox: Sandbox,
  artifact: Artifact,
  options: RunnerOptions,
): Promise<Runner> {
  const session = await sandbox.open(toolPrograms(artifact), standInBroker(artifact.system));
  const called = new Set<string>();
  let crashes = 0;
  const call = async (request: ToolRequest, seed: string): Promise<ToolAnswer> => {
    called.add(request.tool);
    const result = await callTwice(session, request, seed);
    if (result.kind === "failed" && result.why === "crashed") crashes += 1;
    return result;
  };
  return {
    run: (input, item = "") => {
      const seed = `${options.seed}/${item}`;
      const ask = askerOf(options.models, seed);
      return follow(interpret(artifact, input), {
        call: (request, number) => call(request, `${seed}/${number}`),
        ask,
      });
    },
    startRest: async () => {
      const unstarted: UnstartedTool[] = [];
      for (const tool of toolsOf(artifact).filter((one) => !called.has(one))) {
        const request = { tool, input: {}, parameters: {} };
        const answer = await call(request, `${options.seed}/start`);
        // What it makes of an empty input says nothing: no run would ever give it one.
        if (answer.kind === "failed" && LOAD_FAILURES.includes(answer.why)) {
          unstarted.push({ tool, detail: `${answer.why} ${answer.detail}` });
        }
      }
      return unstarted;
    },
    crashes: () => crashes,
    isOverTime: () => false,
    close: () => session.close(),
  };
}

type World = {
  call(request: ToolRequest, number: number): Promise<ToolAnswer>;
  ask(question: ModelQuestion): Promise<ModelReply>;
};

/** Tools are counted by themselves, so that a model beside them changes none of their seeds. */
async function follow(steps: ReturnType<typeof interpret>, world: World): Promise<RunResult> {
  let calls = 0;
  let step = steps.next();
  while (step.done !== true) {
    const request = step.value;
    const isCall = "tool" in request;
    step = steps.next(isCall ? await world.call(request, calls) : await world.ask(request));
    if (isCall) calls += 1;
  }
  return step.value;
}

/** The same question of one item gets the same answer on either side, and a repeated one another. */
function askerOf(
  models: ModelDesk | undefined,
  seed: string,
): (question: ModelQuestion) => Promise<ModelReply> {
  const times = new Map<string, number>();
  return async (question) => {
    if (models === undefined) return { kind: "absent" };
    const digest = digestOfJson(jsonOf(question));
    const time = times.get(digest) ?? 0;
    times.set(digest, time + 1);
    return models.reply(question, `${seed}/${time}`);
  };
}

const LOAD_FAILURES: readonly string[] = ["unloadable", "crashed"];

/** Tools that some run calls, each once; the plan names no others. */
function toolsOf({ plan }: Artifact): readonly string[] {
  const tools = Object.values(plan.steps).flatMap((step) =>
    step.kind === "tool" ? [step.tool] : [],
  );
  return [...new Set(tools)].sort();
}

async function callTwice(
  session: SandboxSession,
  { tool, input, parameters }: ToolRequest,
  seed: string,
): Promise<ToolResult> {
  const first = await session.call({ tool, input, parameters, seed });
  if (first.kind === "answered" || first.why !== "crashed") return first;
  return session.call({ tool, input, parameters, seed });
}
