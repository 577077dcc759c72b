import type { Artifact } from "../../core/ir/artifact.ts";
import { compile } from "../../core/ir/compile.ts";
import { jsonOf } from "../../core/ir/json-of.ts";
import { type CommandRules, runnerOf, type RunnerRules } from "../../core/ir/runner-rules.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import { digestOfJson } from "../../core/kernel/digest.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Side } from "./collect-cases.ts";
import type { EvaluationPorts } from "./evaluating.ts";
import type { ModelDesk } from "./model-desk.ts";
import { modelsAskedBy } from "./models-asked.ts";
import { openRunner, type Runner } from "./run-artifact.ts";
import { openCommandRunner } from "./run-command.ts";

export type SideOptions = {
  readonly seed: string;
  readonly models?: ModelDesk | undefined;
  /** What the charter at the base names. */
  readonly runner?: RunnerRules | undefined;
};

/** One version with what runs it, started and ready to be asked. */
export async function openSide(
  ports: Pick<EvaluationPorts, "sandbox" | "models">,
  version: SystemVersion,
  options: SideOptions,
): Promise<Side> {
  const artifact = compile(version);
  const runner = await openVersion(ports.sandbox, version, options);
  const command = commandOf(version, options);
  const models = command === undefined ? modelsOf(ports, artifact) : [];
  return {
    artifact: artifact.digest,
    runner,
    models,
    ...(command === undefined ? {} : { command: digestOfJson(jsonOf(command)) }),
  };
}

/** The runner alone, as preflight starts it. */
export function openVersion(
  sandbox: Ports["sandbox"],
  version: SystemVersion,
  { seed, models, runner }: SideOptions,
): Promise<Runner> {
  if (runner?.kind === "actions") throw new Error("a version of a job's was to be run here");
  const command = commandOf(version, { runner });
  if (command !== undefined) return openCommandRunner(sandbox, version, { command, seed });
  return openRunner(sandbox, compile(version), {
    seed,
    ...(models === undefined ? {} : { models }),
  });
}

function commandOf(
  version: SystemVersion,
  rules: Pick<SideOptions, "runner">,
): CommandRules | undefined {
  const runner = runnerOf(rules, [version]);
  return runner?.kind === "command" ? runner : undefined;
}

function modelsOf({ models }: Pick<EvaluationPorts, "models">, artifact: Artifact): Side["models"] {
  return modelsAskedBy(artifact)
    .filter(({ provider }) => models?.serves(provider) === true)
    .map(({ provider, id }) => `${provider}/${id}`);
}
