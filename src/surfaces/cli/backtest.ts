import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { CHARTER_PATH } from "../../core/ir/charter.ts";
import { parseCharter } from "../../core/ir/parse-charter.ts";
import { visible } from "../../core/prose/escape.ts";
import { renderFinding } from "../../core/prose/findings.ts";
import { renderHistory } from "../../core/prose/history.ts";
import { backtest } from "../../flows/clone/backtest.ts";
import type { Clone, PastCommit } from "../../ports/clone.ts";
import { historyReportOf, pastVerdictsOf } from "./backtest-report.ts";
import type { CheckWiring } from "./check.ts";
import { openNamedClone, resolveNamed, whyUnread } from "./clone-arguments.ts";
import { progressBar } from "./progress-bar.ts";

export type BacktestWiring = Pick<
  CheckWiring,
  "appVersion" | "paint" | "openClone" | "openSandbox"
> & { readonly isTerminal: boolean };

type Options = {
  readonly repo: string;
  readonly range: string;
  readonly charter?: string;
  readonly json?: boolean;
};

const HELP = `
Judges every commit that the branch itself gained between A and B (merges as one, oldest first),
each against its parent, at its own time, by the charter that its parent had; with --charter by that
file instead, as if the repository had always had it. Budget and drift add up over those that would
have passed. Evidence is not gathered. Exit code 0: nothing would have been refused; 1: something
would; 2: something could not be decided.

Example:
  $ omega backtest --repo . --range main~20..main --charter .omega/charter.yaml`;

export function backtestCommand(wiring: BacktestWiring): Command {
  return new Command("backtest")
    .description("say what a charter would have made of a branch's past")
    .option("--repo <dir>", "the clone", ".")
    .requiredOption("--range <A..B>", "commits after A, up to B; B is HEAD where it is left out")
    .option("--charter <file>", "judge by this charter, such as one that is still to be adopted")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action((options: Options, self: Command) => runBacktest(wiring, options, self));
}

async function runBacktest(
  wiring: BacktestWiring,
  options: Options,
  command: Command,
): Promise<void> {
  const charter = await readCharter(options.charter, command);
  const clone = await openNamedClone(wiring.openClone, options.repo, command);
  try {
    const commits = await commitsIn(clone, options.range, command);
    const bar = progressBar(commits.length, wiring.isTerminal && options.json !== true);
    const judged = await backtest({
      clone,
      commits,
      ...(charter === undefined ? {} : { charter }),
      appVersion: wiring.appVersion,
      openSandbox: () => wiring.openSandbox(),
      onProgress: (done) => bar.show(done),
    });
    bar.end();
    const report = historyReportOf(judged, options.charter);
    const text = renderHistory(pastVerdictsOf(judged), wiring.paint);
    process.stdout.write(`${options.json === true ? JSON.stringify(report.json) : text}\n`);
    process.exitCode = report.exitCode;
  } finally {
    await clone.close();
  }
}

async function commitsIn(
  clone: Clone,
  range: string,
  command: Command,
): Promise<readonly PastCommit[]> {
  const [, from = "", to = ""] = /^(.*?[^.])\.\.(?!\.)(.*)$/.exec(range) ?? [];
  if (from === "") {
    const why = `--range takes two commits with two dots between them, not ${visible(range)}`;
    command.error(`${why}; for the last twenty: main~20..main`, { exitCode: 64 });
  }
  const first = await resolveNamed(clone, from, command);
  return clone.history(first, await resolveNamed(clone, to === "" ? "HEAD" : to, command));
}

/** A charter that is none judges nothing, so it is refused before any commit is looked at. */
async function readCharter(
  file: string | undefined,
  command: Command,
): Promise<Uint8Array | undefined> {
  if (file === undefined) return undefined;
  const bytes = await readFile(file).catch((fault: unknown) =>
    command.error(`cannot read the charter ${visible(file)}: ${whyUnread(fault)}`, {
      exitCode: 64,
    }),
  );
  const parsed = parseCharter(CHARTER_PATH, bytes);
  if (parsed.ok) return bytes;
  const lines = parsed.refusal.map((finding) => {
    const line = finding.place?.line;
    const where = line === undefined ? visible(file) : `${visible(file)}:${line}`;
    return `  ${where} ${renderFinding(finding).message}`;
  });
  return command.error(["the charter is none:", ...lines].join("\n"), { exitCode: 1 });
}
