import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { type Paint, renderLimits, renderOfflineCheck } from "../../core/prose/offline-check.ts";
import { checkClone, type CloneCheck } from "../../flows/check-clone.ts";
import type { Sandbox } from "../../ports/sandbox.ts";
import { checkReportOf } from "./check-report.ts";
import { openNamedClone, type OpenClone, resolveNamed } from "./clone-arguments.ts";

export type CheckWiring = {
  readonly paint: Paint;
  readonly openClone: OpenClone;
  openSandbox(): Promise<Sandbox>;
};

type Options = {
  readonly repo: string;
  readonly base: string;
  readonly head: string;
  readonly body?: string;
  readonly json?: boolean;
};

const USAGE = { exitCode: 64 };

const HELP = `
Says lawful, reject, invalid, not-a-mutation, amendment, introduction or genesis, by the rules of
the charter at the base. Exit code 0: nothing to object to; 1: reject or invalid; 2: could not be
decided; 64: wrong arguments. Nothing is fetched or checked out.

Example:
  $ omega check --repo . --base origin/main --head HEAD`;

export function checkCommand(wiring: CheckWiring): Command {
  return new Command("check")
    .description("check a change on a clone, offline: what it is, the constitution, the validation")
    .option("--repo <dir>", "the clone", ".")
    .requiredOption("--base <ref>", "branch or commit that the change is to be merged into")
    .option("--head <ref>", "branch or commit that holds the change", "HEAD")
    .option("--body <file>", "the pull request's description, to check objective and claimed class")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action(async (options: Options, command: Command) => {
      const body = await readBody(options.body, command);
      const clone = await openNamedClone(wiring.openClone, options.repo, command);
      try {
        const checked = await checkClone(
          { objects: clone, openSandbox: () => wiring.openSandbox() },
          {
            baseSha: await resolveNamed(clone, options.base, command),
            headSha: await resolveNamed(clone, options.head, command),
            ...(body === undefined ? {} : { body }),
          },
        );
        print(checked, options, wiring.paint);
      } finally {
        await clone.close();
      }
    });
}

async function readBody(file: string | undefined, command: Command): Promise<string | undefined> {
  if (file === undefined) return undefined;
  return readFile(file, "utf8").catch((fault: unknown) =>
    command.error(`cannot read the description: ${String(fault)}`, USAGE),
  );
}

/** The JSON object is alone on standard output; what it does not cover is said beside it. */
function print(checked: CloneCheck, { json, body }: Options, paint: Paint): void {
  const { verdict, change, baselineMoved } = checked;
  const isMutation = change?.pullRequestClass.kind === "mutation";
  const limits = renderLimits({
    isMutation,
    isHeard: body !== undefined,
    baselineMoved,
  });
  if (json) {
    process.stdout.write(`${JSON.stringify(checkReportOf(checked))}\n`);
    for (const limit of limits) process.stderr.write(`omega: ${limit}\n`);
  } else {
    // Formatting is read as a mutation of nothing, and is none.
    const mutation = isMutation ? change.mutation : undefined;
    const told = mutation === undefined ? checked : { ...checked, mutation };
    const text = [renderOfflineCheck(told, paint), limits.join("\n")];
    process.stdout.write(`${text.filter((part) => part !== "").join("\n\n")}\n`);
  }
  process.exitCode = EXIT_CODES[verdict];
}

const EXIT_CODES: Readonly<Record<CloneCheck["verdict"], number>> = {
  lawful: 0,
  "not-a-mutation": 0,
  amendment: 0,
  introduction: 0,
  genesis: 0,
  reject: 1,
  invalid: 1,
  quarantine: 2,
};
