import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { visible } from "../../core/prose/escape.ts";
import { type Paint, renderLimits, renderOfflineCheck } from "../../core/prose/offline-check.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import type { Result } from "../../core/kernel/result.ts";
import { checkClone, type CloneCheck } from "../../flows/check-clone.ts";
import type { Clone, CloneRefusal, UnknownRef } from "../../ports/clone.ts";
import type { Sandbox } from "../../ports/sandbox.ts";
import { checkReportOf } from "./check-report.ts";

export type CheckWiring = {
  readonly paint: Paint;
  openClone(directory: string): Promise<Result<Clone, CloneRefusal>>;
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
      const opened = await wiring.openClone(options.repo);
      if (!opened.ok) return command.error(explainClone(opened.refusal), USAGE);
      const clone = opened.value;
      try {
        const checked = await checkClone(
          { objects: clone, openSandbox: () => wiring.openSandbox() },
          {
            baseSha: await resolve(clone, options.base, command),
            headSha: await resolve(clone, options.head, command),
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

async function resolve(clone: Clone, ref: string, command: Command): Promise<Sha> {
  const found = await clone.resolve(ref);
  return found.ok ? found.value : command.error(explainRef(found.refusal), USAGE);
}

function explainClone(refusal: CloneRefusal): string {
  switch (refusal.kind) {
    case "git-missing":
      return "git was not found; install it, and put it on the PATH";
    case "not-a-repository":
      return `${visible(refusal.directory)} is not in a git repository; name the clone with --repo`;
    case "shallow":
      return "this clone is shallow, so the common ancestor could be a wrong one; run `git fetch --unshallow`, or check out with `fetch-depth: 0`";
    case "object-format":
      return `this repository names its objects by ${visible(refusal.format)}; only sha1 can be read`;
  }
}

function explainRef({ ref, known }: UnknownRef): string {
  const names = known.map(visible).join(", ");
  const hint = names === "" ? "it has no branches" : `it knows ${names}`;
  return `there is no commit named "${visible(ref)}" in this clone; ${hint}; perhaps \`git fetch\` first`;
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
