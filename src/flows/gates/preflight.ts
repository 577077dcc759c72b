import { sampleValue } from "../../core/evaluation/sample-value.ts";
import type { Artifact, RunResult } from "../../core/ir/artifact.ts";
import { compile } from "../../core/ir/compile.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { runnerOf } from "../../core/ir/runner-rules.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import { isJsonObject, type Json, type JsonObject } from "../../core/kernel/json.ts";
import type { PreflightResult } from "../../core/validation/preflight-result.ts";
import type { Ports } from "../../ports/ports.ts";
import { openVersion } from "../evaluation/open-side.ts";
import type { Runner } from "../evaluation/run-artifact.ts";
import { wallsAround } from "../evaluation/walls-around.ts";

export type PreflightRules = Partial<Pick<SystemRules, "isolation" | "runner">> & {
  /** A real input, where one is known: a contract that is open says nothing of what inputs are like. */
  readonly smoke?: JsonObject | undefined;
};

/**
 * Compiles both sides, starts the candidate in the sandbox, every tool that a run can reach, and lets it answer one
 * smoke case at its entry.
 */
export async function preflight(
  ports: Pick<Ports, "sandbox">,
  mutation: Pick<Mutation, "before" | "after" | "tier">,
  rules: PreflightRules = {},
): Promise<PreflightResult> {
  const artifact = compileBoth(mutation);
  if (artifact === undefined) return { kind: "refused", detail: "a file is not UTF-8 text" };
  const walls = await wallsAround(ports.sandbox, mutation, rules);
  if (walls.kind === "no-runner" || walls.kind === "elsewhere") return { kind: "foreign" };
  if (walls.kind === "lacking") {
    const { demanded, reached } = walls;
    return { kind: "withheld", tier: mutation.tier, demanded, reached };
  }
  const input = smokeInput(artifact, mutation.after, rules);
  if (!isJsonObject(input)) return { kind: "refused", detail: "the input is not an object" };
  const seed = `preflight/${artifact.digest}`;
  const options = { seed, runner: rules.runner };
  return start(await openVersion(ports.sandbox, mutation.after, options), input);
}

/** The interpreter's smoke case follows from the contract alone, so that it is the same everywhere. */
function smokeInput({ system }: Artifact, version: SystemVersion, rules: PreflightRules): Json {
  const isCommand = runnerOf(rules, [version])?.kind === "command";
  return (isCommand ? rules.smoke : undefined) ?? sampleValue(system.contract.input);
}

async function start(runner: Runner, input: JsonObject): Promise<PreflightResult> {
  try {
    const candidate = await runner.run(input);
    // The smoke case takes one way through the graph; what stands beside it must start as well.
    const unstarted = await runner.startRest();
    if (runner.crashes() > 0 && (candidate.kind === "failed" || unstarted.length > 0)) {
      return { kind: "broken", detail: unstarted[0]?.detail ?? detailOf(candidate) };
    }
    return { kind: "ran", candidate, unstarted };
  } finally {
    await runner.close();
  }
}

function detailOf(candidate: RunResult): string {
  return candidate.kind === "failed" ? candidate.detail : "";
}

/** Compiling refuses only text that is not text; that is the proposer's fault, not ours. */
function compileBoth({ before, after }: Pick<Mutation, "before" | "after">): Artifact | undefined {
  try {
    compile(before);
    return compile(after);
  } catch (fault) {
    if (fault instanceof TypeError) return undefined;
    throw fault;
  }
}
