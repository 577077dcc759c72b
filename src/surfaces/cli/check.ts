import { Command } from "commander";
import { type Paint, renderLimits, renderOfflineCheck } from "../../core/prose/offline-check.ts";
import { renderFirstBadEntry } from "../../core/prose/verification.ts";
import { checkClone, type CloneCheck } from "../../flows/clone/check-clone.ts";
import type { Sandbox } from "../../ports/sandbox.ts";
import { checkReportOf } from "./check-report.ts";
import { openNamedClone, type OpenClone, readNamedFile, resolveNamed } from "./clone-arguments.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { assertOwnRecord } from "./own-record.ts";
import {
  loadNamedRecord,
  type NamedRecord,
  type RecordOptions,
  type RecordWiring,
  withRecordOptions,
} from "./record-arguments.ts";

export type CheckWiring = RecordWiring & {
  readonly paint: Paint;
  readonly openClone: OpenClone;
  openSandbox(): Promise<Sandbox>;
};

type Options = RecordOptions & {
  readonly repo: string;
  readonly base: string;
  readonly head: string;
  readonly body?: string;
  readonly json?: boolean;
};

const HELP = `
Alone it says what needs no secret: lawful, reject, invalid, not-a-mutation, amendment,
introduction or genesis. With --ledger and --sealed it runs the whole pipeline and says what the
app says, accept, reject or quarantine among it. The charter at the base judges. Exit code 0:
nothing to object to; 1: reject or invalid; 2: quarantine, it could not be decided; 64: wrong
arguments; 70: our fault. Nothing is fetched from the repository's remotes or checked out.

Example:
  $ omega check --repo . --base origin/main --head HEAD
  $ omega check --base main --head my-change --ledger record.jsonl --sealed ../sealed --json`;

export function checkCommand(wiring: CheckWiring): Command {
  const command = new Command("check")
    .description("check a change on a clone: what it is, and what the gates say of it")
    .option("--repo <dir>", "the clone", ".")
    .requiredOption("--base <ref>", "branch or commit that the change is to be merged into")
    .option("--head <ref>", "branch or commit that holds the change", "HEAD")
    .option(
      "--body <file>",
      "the pull request's description, to check objective and claimed class",
    );
  return withRecordOptions(command)
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action((options: Options, self: Command) => runCheck(wiring, options, self));
}

async function runCheck(wiring: CheckWiring, options: Options, command: Command): Promise<void> {
  const body = await readNamedFile(options.body, "the description", command);
  const clone = await openNamedClone(wiring.openClone, options.repo, command);
  try {
    const proposal = {
      baseSha: await resolveNamed(clone, options.base, command),
      headSha: await resolveNamed(clone, options.head, command),
      ...(body === undefined ? {} : { body }),
    };
    const named = await loadNamedRecord(options, wiring, command);
    await assertOwnRecord(clone, named, command);
    if (named.kind === "broken") {
      process.stderr.write(`omega: ${renderFirstBadEntry(named.at)}\n`);
      print(refusedRecord(named.reason), { ...options, named }, wiring.paint);
      return;
    }
    const against = named.kind === "record" ? named.against : undefined;
    const ports = { objects: clone, openSandbox: () => wiring.openSandbox() };
    print(await checkClone(ports, proposal, against), { ...options, named }, wiring.paint);
  } finally {
    await clone.close();
  }
}

/** Nothing is judged by a record that somebody has been at. */
function refusedRecord(reason: CloneCheck["reasons"][number]): CloneCheck {
  return { verdict: "invalid", reasons: [reason], reports: [], baselineMoved: false };
}

type Printing = Options & { readonly named: NamedRecord };

/** The JSON object is alone on standard output; what it does not cover is said beside it. */
function print(checked: CloneCheck, printing: Printing, paint: Paint): void {
  const { change } = checked;
  const isMutation = change?.pullRequestClass.kind === "mutation";
  const limits = limitsOf(checked, printing);
  if (printing.json) {
    process.stdout.write(`${JSON.stringify(checkReportOf(checked))}\n`);
    for (const limit of limits) process.stderr.write(`omega: ${limit}\n`);
  } else {
    // Formatting is read as a mutation of nothing, and is none.
    const mutation = isMutation ? change.mutation : undefined;
    const told = mutation === undefined ? checked : { ...checked, mutation };
    const text = [renderOfflineCheck(told, paint), limits.join("\n")];
    process.stdout.write(`${text.filter((part) => part !== "").join("\n\n")}\n`);
  }
  process.exitCode = exitCodeOf(checked.verdict);
}

function limitsOf(checked: CloneCheck, { body, named }: Printing): readonly string[] {
  const isRecord = named.kind === "record";
  const hasSuites = isRecord && named.against.sealedSuites !== undefined;
  const needsSuites = checked.rules?.suites.sealed !== undefined;
  return renderLimits({
    isMutation: checked.change?.pullRequestClass.kind === "mutation",
    isHeard: body !== undefined || isRecord,
    baselineMoved: checked.baselineMoved && !isRecord,
    against: !isRecord ? "nothing" : hasSuites || !needsSuites ? "record-and-suites" : "record",
  });
}
