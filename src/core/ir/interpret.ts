import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import type { Artifact, RunResult } from "./artifact.ts";
import { checkAgainst } from "./json-schema.ts";
import { fillTemplate } from "./fill-template.ts";
import { nextNode } from "./next-node.ts";

/** What the interpreter asks of the world: run this tool on this input. */
export type ToolRequest = {
  readonly tool: string;
  readonly input: JsonObject;
  readonly parameters: JsonObject;
};

/** What came back. Hostile until it has been checked: it may be any JSON. */
export type ToolAnswer =
  | { readonly kind: "answered"; readonly output: Json; readonly milliseconds: number }
  | { readonly kind: "failed"; readonly why: string; readonly detail: string };

type Failure = Extract<RunResult, { readonly kind: "failed" }>["why"];

type Run = {
  readonly artifact: Artifact;
  readonly state: Map<string, Json>;
  out: ReadonlyMap<string, Json>;
  steps: number;
  toolCalls: number;
  milliseconds: number;
  failure: { readonly why: Failure; readonly detail: string } | undefined;
};

type Node = Artifact["system"]["graph"]["nodes"][string];

/**
 * Runs a compiled system on one input. Pure: each tool call is yielded and its answer sent back in.
 * Every node is entered at most `loops.max + 1` times, so a run always ends.
 */
export function* interpret(
  artifact: Artifact,
  input: JsonObject,
): Generator<ToolRequest, RunResult, ToolAnswer> {
  const run = startRun(artifact, input);
  const visits = new Map<string, number>();
  let at: string | undefined = artifact.system.graph.entry;
  while (at !== undefined && run.failure === undefined) {
    const node = nodeOf(artifact, at);
    const visit = (visits.get(at) ?? 0) + 1;
    visits.set(at, visit);
    if (node === undefined) fail(run, "stuck", `no node ${at}`);
    else if (visit > artifact.system.graph.loops.max + 1) fail(run, "over-limit", `loop at ${at}`);
    else yield* enter(run, node);
    run.steps += 1;
    at = run.failure === undefined && node?.kind !== "end" ? leave(run, at) : undefined;
  }
  return finish(run);
}

function startRun(artifact: Artifact, input: JsonObject): Run {
  const [violation] = checkAgainst(artifact.system.contract.input, input);
  const state = new Map(Object.entries(input));
  const failure =
    violation === undefined
      ? undefined
      : { why: "input-refused" as const, detail: `${violation.keyword} at ${violation.pointer}` };
  return { artifact, state, out: state, steps: 0, toolCalls: 0, milliseconds: 0, failure };
}

function* enter(run: Run, node: Node): Generator<ToolRequest, void, ToolAnswer> {
  switch (node.kind) {
    case "tool":
      yield* callTool(run, node);
      break;
    case "template":
      renderTemplate(run, node);
      break;
    case "model":
      passModel(run, node);
      break;
    case "router":
    case "end":
      break;
  }
}

/** No provider is configured at this stage, so only a model that may be absent is passed over. */
function passModel(run: Run, node: Node): void {
  const model = memberOf(run.artifact.system.models, node.model ?? "");
  if (model?.optional !== true) fail(run, "tool-failed", "no provider for the model");
}

function* callTool(run: Run, node: Node): Generator<ToolRequest, void, ToolAnswer> {
  const { system } = run.artifact;
  const tool = node.tool ?? "";
  const most = system.resources.per_run.tool_calls ?? Number.POSITIVE_INFINITY;
  if (memberOf(system.tools, tool) === undefined) fail(run, "stuck", `no tool ${tool}`);
  else if (run.toolCalls >= most) fail(run, "over-limit", "tool_calls");
  else {
    run.toolCalls += 1;
    const input = Object.fromEntries(run.state);
    const answer = yield { tool, input, parameters: parametersOf(run.artifact, node) };
    takeAnswer(run, tool, answer);
  }
}

function takeAnswer(run: Run, tool: string, answer: ToolAnswer): void {
  if (answer.kind === "failed") {
    fail(run, "tool-failed", `${tool}: ${answer.why} ${answer.detail}`.slice(0, 300));
    return;
  }
  run.milliseconds += answer.milliseconds;
  const most = run.artifact.system.resources.per_run.wall_clock_ms ?? Number.POSITIVE_INFINITY;
  if (run.milliseconds > most) fail(run, "over-limit", "wall_clock_ms");
  else if (isJsonObject(answer.output)) merge(run, answer.output);
  else fail(run, "tool-failed", `${tool}: not an object`);
}

/** The parameters a node names; one that is not declared is simply not there for the tool. */
function parametersOf(artifact: Artifact, node: Node): JsonObject {
  const named = node.parameters.flatMap((name): readonly [string, Json][] => {
    const parameter = memberOf(artifact.system.parameters, name);
    return parameter === undefined ? [] : [[name, parameter.value]];
  });
  return Object.fromEntries(named);
}

function renderTemplate(run: Run, node: Node): void {
  const prompt = memberOf(run.artifact.system.prompts, node.prompt ?? "");
  const text = prompt && memberOf(run.artifact.files, prompt.file);
  if (text === undefined) return fail(run, "stuck", `no prompt ${node.prompt ?? ""}`);
  const filled = fillTemplate(text, run.state);
  if (!filled.ok) return fail(run, filled.refusal.why, filled.refusal.detail);
  merge(run, { [node.output ?? "reply"]: filled.value });
}

function merge(run: Run, output: JsonObject): void {
  const members = Object.entries(output);
  for (const [name, value] of members) run.state.set(name, value);
  run.out = new Map(members);
}

function leave(run: Run, at: string): string | undefined {
  const next = nextNode(run.artifact.system, at, { out: run.out, state: run.state });
  if (next === undefined) fail(run, "stuck", `no way on from ${at}`);
  return next;
}

function finish(run: Run): RunResult {
  const { steps, toolCalls, milliseconds } = run;
  const usage = { steps, toolCalls, milliseconds };
  if (run.failure !== undefined) return { kind: "failed", ...run.failure, usage };
  const contract = run.artifact.system.contract.output;
  const output = Object.fromEntries([...run.state].filter(([name]) => isPromised(contract, name)));
  const [violation] = checkAgainst(contract, output);
  if (violation === undefined) return { kind: "answered", output, usage };
  const detail = `${violation.keyword} at ${violation.pointer || "/"}`;
  return { kind: "failed", why: "output-refused", detail, usage };
}

function isPromised(contract: Json, name: string): boolean {
  if (!isJsonObject(contract)) return false;
  const properties = contract["properties"];
  return isJsonObject(properties) && Object.hasOwn(properties, name);
}

function fail(run: Run, why: Failure, detail: string): void {
  run.failure = { why, detail };
}

function nodeOf({ system }: Artifact, id: string): Node | undefined {
  return memberOf(system.graph.nodes, id);
}

/** Own members only: an id such as `constructor` must not find the prototype's. */
function memberOf<Member>(
  members: Readonly<Record<string, Member>>,
  id: string,
): Member | undefined {
  return Object.hasOwn(members, id) ? members[id] : undefined;
}
