import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import type { Artifact, RunResult } from "./artifact.ts";
import type { Step } from "./compile/plan.ts";
import { fillTemplate } from "./fill-template.ts";
import { checkAgainst } from "./json-schema.ts";
import type { ModelQuestion, ModelReply } from "./model-question.ts";
import { questionAt, spokenAt } from "./model-step.ts";
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

/** Everything that a run can ask of the world. */
export type Request = ToolRequest | ModelQuestion;

/** Tools answer with the kinds of a `ToolAnswer`, models with those of a `ModelReply`. */
export type Answer = ToolAnswer | ModelReply;

type Asking = Generator<Request, void, Answer>;

type Failure = Extract<RunResult, { readonly kind: "failed" }>["why"];

type Run = {
  readonly artifact: Artifact;
  readonly state: Map<string, Json>;
  out: ReadonlyMap<string, Json>;
  steps: number;
  toolCalls: number;
  milliseconds: number;
  tokens: number;
  /** Milliseconds of models. The network's time is no fault of the agent's, so no limit holds it. */
  waited: number;
  failure: { readonly why: Failure; readonly detail: string } | undefined;
};

/**
 * Follows an artifact's plan on one input. Pure: each call of a tool and each question to a model is
 * yielded and its answer sent back in. Every step is entered at most `visits` times, so a run always ends.
 */
export function* interpret(
  artifact: Artifact,
  input: JsonObject,
): Generator<Request, RunResult, Answer> {
  const run = startRun(artifact, input);
  const visits = new Map<string, number>();
  const { plan } = artifact;
  let at: string | undefined = plan.entry;
  while (at !== undefined && run.failure === undefined) {
    const step: Step | undefined = memberOf(plan.steps, at);
    const visit = (visits.get(at) ?? 0) + 1;
    visits.set(at, visit);
    if (step === undefined) fail(run, "stuck", `no node ${at}`);
    else if (visit > plan.visits) fail(run, "over-limit", `loop at ${at}`);
    else yield* enter(run, step, at);
    run.steps += 1;
    at = run.failure === undefined && step !== undefined ? leave(run, step, at) : undefined;
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
  const nothing = { steps: 0, toolCalls: 0, milliseconds: 0, tokens: 0, waited: 0 };
  return { artifact, state, out: state, ...nothing, failure };
}

function* enter(run: Run, step: Step, at: string): Asking {
  switch (step.kind) {
    case "tool":
      yield* callTool(run, step);
      break;
    case "template":
      renderTemplate(run, step);
      break;
    case "model":
      yield* askModel(run, step, at);
      break;
    case "broken":
      fail(run, "stuck", step.missing);
      break;
    case "router":
    case "end":
      break;
  }
}

function* callTool(
  run: Run,
  { tool, parameters }: Extract<Step, { readonly kind: "tool" }>,
): Asking {
  const most = run.artifact.plan.limits.tool_calls ?? Number.POSITIVE_INFINITY;
  if (run.toolCalls >= most) {
    fail(run, "over-limit", "tool_calls");
    return;
  }
  run.toolCalls += 1;
  takeAnswer(run, tool, yield { tool, input: Object.fromEntries(run.state), parameters });
}

function takeAnswer(run: Run, tool: string, answer: Answer): void {
  if (answer.kind !== "answered") {
    const why = answer.kind === "failed" ? `${answer.why} ${answer.detail}` : "no answer";
    fail(run, "tool-failed", `${tool}: ${why}`.slice(0, 300));
    return;
  }
  run.milliseconds += answer.milliseconds;
  const most = run.artifact.plan.limits.wall_clock_ms ?? Number.POSITIVE_INFINITY;
  if (run.milliseconds > most) fail(run, "over-limit", "wall_clock_ms");
  else if (isJsonObject(answer.output)) merge(run, answer.output);
  else fail(run, "tool-failed", `${tool}: not an object`);
}

function* askModel(
  run: Run,
  { optional }: Extract<Step, { readonly kind: "model" }>,
  at: string,
): Asking {
  const question = questionAt(run.artifact, at, run.state);
  if (!question.ok) return fail(run, question.refusal.why, question.refusal.detail);
  const reply = yield question.value;
  if (reply.kind === "told") return hear(run, at, reply);
  // An agent that works without the model works without its answer, too; a fault is no answer.
  if (optional && (reply.kind === "absent" || reply.kind === "declined")) return undefined;
  const why = reply.kind === "absent" ? "no-model" : "model-failed";
  fail(run, why, `${at}: ${reply.kind}`);
}

function hear(run: Run, at: string, reply: Extract<ModelReply, { readonly kind: "told" }>): void {
  run.waited += reply.milliseconds;
  run.tokens += reply.tokens;
  const most = run.artifact.system.resources.per_run.tokens ?? Number.POSITIVE_INFINITY;
  const spoken = spokenAt(run.artifact, at, reply.text);
  if (run.tokens > most) fail(run, "over-limit", "tokens");
  else if (spoken === undefined) fail(run, "model-failed", `${at}: not a JSON object`);
  else merge(run, spoken);
}

function renderTemplate(
  run: Run,
  { file, output }: Extract<Step, { readonly kind: "template" }>,
): void {
  const text = memberOf(run.artifact.files, file);
  if (text === undefined) return fail(run, "stuck", `no file ${file}`);
  const filled = fillTemplate(text, run.state);
  if (!filled.ok) return fail(run, filled.refusal.why, filled.refusal.detail);
  merge(run, { [output]: filled.value });
}

function merge(run: Run, output: JsonObject): void {
  const members = Object.entries(output);
  for (const [name, value] of members) run.state.set(name, value);
  run.out = new Map(members);
}

function leave(run: Run, step: Step, at: string): string | undefined {
  if (step.kind === "end" || step.kind === "broken") return undefined;
  const next = nextNode(step.ways, { out: run.out, state: run.state });
  if (next === undefined) fail(run, "stuck", `no way on from ${at}`);
  return next;
}

function finish(run: Run): RunResult {
  const { steps, toolCalls, tokens } = run;
  const milliseconds = run.milliseconds + run.waited;
  const usage = { steps, toolCalls, milliseconds, ...(tokens === 0 ? {} : { tokens }) };
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

/** Own members only: an id such as `constructor` must not find the prototype's. */
function memberOf<Member>(
  members: Readonly<Record<string, Member>>,
  id: string,
): Member | undefined {
  return Object.hasOwn(members, id) ? members[id] : undefined;
}
