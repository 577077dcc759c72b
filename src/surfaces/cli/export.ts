import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command } from "commander";
import { repositoryId } from "../../core/kernel/ids.ts";
import type { Result } from "../../core/kernel/result.ts";
import { exportLedger } from "../../flows/runtime/export-ledger.ts";
import type { Ports } from "../../ports/ports.ts";
import { askApp, parseAppUrl, parseId } from "./ask-app.ts";

/** A data directory that no app is using: locked, opened, and given back by `close`. */
type LocalLedger = Pick<Ports, "store" | "appVersion"> & { close(): Promise<void> };

type Unopened =
  | { readonly reason: "data-directory-locked"; readonly pid: number }
  /** No app ever kept a record there: a mistyped path would else export an empty one. */
  | { readonly reason: "data-directory-empty" };

export type ExportWiring = {
  openLocal(directory: string): Promise<Result<LocalLedger, Unopened>>;
  readonly env: Readonly<Record<string, string | undefined>>;
};

type Options = {
  readonly repositoryId: number;
  readonly url?: string;
  readonly tokenEnv: string;
  readonly dataDir?: string;
  readonly out?: string;
};

type Lines = AsyncIterable<string | Uint8Array>;

export function exportCommand(wiring: ExportWiring): Command {
  return new Command("export")
    .description("write a repository's whole record as JSON lines, for omega verify")
    .requiredOption("--repository-id <n>", "GitHub's number of the repository", parseId)
    .option("--url <url>", "ask the running app at this address", parseAppUrl)
    .option("--token-env <name>", "variable that holds your GitHub token", "GITHUB_TOKEN")
    .option("--data-dir <dir>", "read the data directory while no app is running")
    .option("--out <file>", "write here instead of to standard output")
    .addHelpText(
      "after",
      "\nExample:\n  $ omega export --url http://127.0.0.1:3000 --repository-id 1 --out record.jsonl",
    )
    .action(async (options: Options, command: Command) => {
      if ((options.url === undefined) === (options.dataDir === undefined)) {
        command.error("give either --url or --data-dir", { exitCode: 64 });
      }
      if (options.dataDir === undefined) await exportFromApp(options, wiring, command);
      else await exportFromDirectory(options, wiring, command);
    });
}

async function exportFromApp(
  options: Options,
  { env }: ExportWiring,
  command: Command,
): Promise<void> {
  const token = env[options.tokenEnv];
  if (!token) command.error(`the variable ${options.tokenEnv} is not set`, { exitCode: 64 });
  const path = `/api/v1/repositories/${options.repositoryId}/ledger/export`;
  const headers = { authorization: `Bearer ${token}` };
  const answer = await askApp(new URL(path, options.url), { headers }, command);
  if (!answer.ok || answer.body === null) {
    const isRefusal = answer.status >= 400 && answer.status < 500;
    const exitCode = isRefusal ? 1 : 70;
    command.error(`the app answered ${answer.status}: ${await answer.text()}`, { exitCode });
  }
  await save(answer.body, options.out);
}

async function exportFromDirectory(
  options: Options,
  wiring: ExportWiring,
  command: Command,
): Promise<void> {
  const opened = await wiring.openLocal(options.dataDir ?? "");
  if (!opened.ok) {
    const { refusal } = opened;
    if (refusal.reason === "data-directory-empty") {
      command.error(`${options.dataDir} holds no record of an app`, { exitCode: 64 });
    }
    const who = `process ${refusal.pid} uses it; ask it with --url`;
    command.error(`${refusal.reason}: ${who}`, { exitCode: 1 });
  }
  try {
    await save(exportLedger(opened.value, repositoryId(options.repositoryId)), options.out);
  } finally {
    await opened.value.close();
  }
}

/** A file appears whole or not at all: half a record would look like a record that was cut. */
async function save(lines: Lines, out: string | undefined): Promise<void> {
  if (out === undefined) {
    for await (const line of lines) process.stdout.write(line);
    return;
  }
  const draft = `${out}.part`;
  await pipeline(Readable.from(lines), createWriteStream(draft, { mode: 0o600 }));
  await rename(draft, out);
}
