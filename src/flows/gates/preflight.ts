import { sampleValue } from "../../core/evaluation/sample-value.ts";
import type { Artifact, RunResult } from "../../core/ir/artifact.ts";
import { compile } from "../../core/ir/compile.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import { demandedIsolation, type Isolation, isIsolated } from "../../core/ir/isolation.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import type { Tier } from "../../core/ir/tier.ts";
import { isJsonObject, type JsonObject } from "../../core/kernel/json.ts";
import type { PreflightResult } from "../../core/validation/preflight-result.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Sandbox } from "../../ports/sandbox.ts";
import { openRunner } from "../evaluation/run-artifact.ts";

/**
 * Compiles both sides, starts the candidate in the sandbox, every tool that a run can reach, and lets it answer one
 * smoke case at its entry.
 */
export async function preflight(
  ports: Pick<Ports, "sandbox">,
  mutation: Pick<Mutation, "before" | "after" | "tier">,
  rules?: Pick<SystemRules, "isolation">,
): Promise<PreflightResult> {
  const artifact = compileBoth(mutation);
  if (artifact === undefined) return { kind: "refused", detail: "a file is not UTF-8 text" };
  if (mutation.after.native !== undefined) return { kind: "foreign" };
  const withheld = withheldFrom(ports.sandbox.isolation, mutation.tier, rules);
  if (withheld !== undefined) return withheld;
  const input = sampleValue(artifact.system.contract.input);
  if (!isJsonObject(input)) return { kind: "refused", detail: "the input is not an object" };
  return start(ports.sandbox, artifact, input);
}

/** What the charter's stewards demand of the walls is theirs to lower, and nobody else's. */
function withheldFrom(
  reached: Isolation,
  tier: Tier,
  rules: Pick<SystemRules, "isolation"> | undefined,
): PreflightResult | undefined {
  const demanded = demandedIsolation(rules?.isolation, tier);
  return isIsolated(reached, demanded) ? undefined : { kind: "withheld", tier, demanded, reached };
}

async function start(
  sandbox: Sandbox,
  artifact: Artifact,
  input: JsonObject,
): Promise<PreflightResult> {
  const runner = await openRunner(sandbox, artifact, {
    seed: `preflight/${artifact.digest}`,
  });
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
