import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { COMPILER, FORMAT } from "../../core/ir/compile/seal.ts";
import type { Json } from "../../core/kernel/json.ts";
import { renderCompilation } from "../../core/prose/compilation.ts";
import type { Paint } from "../../core/prose/offline-check.ts";
import { compileCommit, type CompiledCommit } from "../../flows/clone/compile-commit.ts";
import { findingOf } from "./check-report.ts";
import { openNamedClone, type OpenClone, resolveNamed } from "./clone-arguments.ts";
import { endUnlocated } from "./explain-unlocated.ts";

export type CloneWiring = { readonly paint: Paint; readonly openClone: OpenClone };

type Options = {
  readonly repo: string;
  readonly ref: string;
  readonly system?: string;
  readonly out?: string;
  readonly json?: boolean;
};

const HELP = `
Goes parse, resolve, normalise, check, lower and seal, and says what each stage found. The same
version always compiles to the same bytes. Exit code 0: compiled; 1: invalid; 64: wrong arguments.

Example:
  $ omega compile --repo . --ref HEAD --system triage --out triage.json`;

export function compileCommand(wiring: CloneWiring): Command {
  return new Command("compile")
    .description("compile a system of a clone to the artifact that runtimes load")
    .option("--repo <dir>", "the clone", ".")
    .option("--ref <ref>", "branch or commit to compile", "HEAD")
    .option("--system <name>", "which system; not needed where there is one")
    .option("--out <file>", "write the artifact's bytes here")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action(async (options: Options, command: Command) => {
      const clone = await openNamedClone(wiring.openClone, options.repo, command);
      try {
        const commit = await resolveNamed(clone, options.ref, command);
        const { system } = options;
        const asked = { commit, ...(system === undefined ? {} : { system }) };
        const compiled = await compileCommit(clone, asked);
        if (!compiled.ok) return endUnlocated(compiled.refusal, command);
        await save(compiled.value, options.out, command);
        print(compiled.value, options, wiring.paint);
      } finally {
        await clone.close();
      }
    });
}

/** Exactly the bytes that the digest names: no newline is added. */
async function save(
  { artifact }: CompiledCommit,
  out: string | undefined,
  command: Command,
): Promise<void> {
  if (artifact === undefined || out === undefined) return;
  await writeFile(out, artifact.text).catch((fault: unknown) =>
    command.error(`cannot write the artifact: ${String(fault)}`, { exitCode: 64 }),
  );
}

function print(compiled: CompiledCommit, { json, out }: Options, paint: Paint): void {
  const text = json ? JSON.stringify(reportOf(compiled, out)) : renderCompilation(compiled, paint);
  process.stdout.write(`${text}\n`);
  process.exitCode = compiled.artifact === undefined ? 1 : 0;
}

/** Every key is always there; what is not known is null. */
function reportOf({ system, commit, path, stages, artifact }: CompiledCommit, out = ""): Json {
  return {
    system,
    artifact: artifact?.digest ?? null,
    provenance: {
      commit,
      path,
      version: artifact?.version ?? null,
      compiler: COMPILER,
      format: FORMAT,
    },
    stages: stages.map(({ stage, outcome, findings }) => {
      return { stage, outcome, findings: findings.map(findingOf) };
    }),
    out: artifact === undefined || out === "" ? null : out,
  };
}
