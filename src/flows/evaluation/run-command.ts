import type { Artifact, RunResult } from "../../core/ir/artifact.ts";
import { compile } from "../../core/ir/compile.ts";
import { checkAgainst } from "../../core/ir/json-schema.ts";
import type { CommandRules } from "../../core/ir/runner-rules.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import { digestOf } from "../../core/kernel/digest.ts";
import { millisecondsOf } from "../../core/kernel/duration.ts";
import { isJsonObject, type JsonObject } from "../../core/kernel/json.ts";
import type { AgentAnswer, AgentLimits, AgentSession, Sandbox } from "../../ports/sandbox.ts";
import type { Runner } from "./run-artifact.ts";

export type CommandOptions = { readonly command: CommandRules; readonly seed: string };

/** Enough for an interpreter with a framework in it; the charter's own figures replace them. */
const LIMITS: AgentLimits = {
  memoryMb: 1_024,
  processes: 32,
  startMs: 30_000,
  deadlineMs: 10_000,
  totalMs: 30 * 60_000,
};

/**
 * Starts the command that the charter at the base names on the files of one version. What it answers
 * is checked against the version's contract, as the interpreter's answers are.
 */
export async function openCommandRunner(
  sandbox: Sandbox,
  version: SystemVersion,
  { command, seed }: CommandOptions,
): Promise<Runner> {
  const agents = await sandbox.agents?.();
  if (agents === undefined) throw new Error("a command was to be run without walls");
  const artifact = compile(version);
  const session = await agents.open({
    command: command.command,
    folder: version.root,
    files: version.sources ?? new Map(),
    bundle: artifact.text,
    limits: limitsOf(command),
  });
  const known = { crashes: 0, isOverTime: false };
  return {
    run: async (input, item = "") => {
      const [violation] = checkAgainst(artifact.system.contract.input, input);
      if (violation !== undefined) return failed("input-refused", violation.keyword);
      const answer = await askTwice(session, input, digestOf(`${seed}/${item}`));
      if (answer.kind === "crashed") known.crashes += 1;
      if (answer.kind === "over-time") known.isOverTime = true;
      return resultOf(artifact, answer);
    },
    startRest: () => Promise.resolve([]),
    crashes: () => known.crashes,
    isOverTime: () => known.isOverTime,
    close: () => session.close(),
  };
}

function limitsOf({ limits = {} }: CommandRules): AgentLimits {
  return {
    memoryMb: limits.memory_mb ?? LIMITS.memoryMb,
    processes: limits.processes ?? LIMITS.processes,
    startMs: limits.start_ms ?? LIMITS.startMs,
    deadlineMs: limits.deadline_ms ?? LIMITS.deadlineMs,
    totalMs: limits.total === undefined ? LIMITS.totalMs : millisecondsOf(limits.total),
  };
}

/** Walls that do not come up once may come up the next time; an agent's failure is its answer. */
async function askTwice(
  session: AgentSession,
  input: JsonObject,
  seed: string,
): Promise<AgentAnswer> {
  const first = await session.ask({ input, seed });
  return first.kind === "crashed" ? session.ask({ input, seed }) : first;
}

function resultOf(artifact: Artifact, answer: AgentAnswer): RunResult {
  if (answer.kind === "failed") return failed("command-failed", answer.why);
  if (answer.kind !== "answered") return failed("command-failed", answer.kind);
  const { output, milliseconds } = answer;
  const [violation] = checkAgainst(artifact.system.contract.output, output);
  if (!isJsonObject(output) || violation !== undefined) {
    const detail = `${violation?.keyword ?? "type"} at ${violation?.pointer || "/"}`;
    return failed("output-refused", detail);
  }
  return { kind: "answered", output, usage: { ...ONE_STEP, milliseconds } };
}

/** How it got to its answer only it knows, and its word for that is worth nothing. */
const ONE_STEP = { steps: 1, toolCalls: 0 } as const;

function failed(
  why: Extract<RunResult, { readonly kind: "failed" }>["why"],
  detail: string,
): RunResult {
  return { kind: "failed", why, detail, usage: { ...ONE_STEP, milliseconds: 0 } };
}
