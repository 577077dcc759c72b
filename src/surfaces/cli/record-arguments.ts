import { stat } from "node:fs/promises";
import { type Command, Option } from "commander";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { baseCommitsOf } from "../../core/ledger/base-commits.ts";
import { takenBackIn } from "../../core/ledger/taken-back.ts";
import type { FirstBadEntry } from "../../core/ledger/verify.ts";
import { readRecord } from "../../core/ledger/read-entries.ts";
import { visible } from "../../core/prose/escape.ts";
import { countersOf } from "../../flows/clone/clone-counters.ts";
import type { Against } from "../../flows/clone/weigh-on-clone.ts";
import type { ExportRefusal, ReadExport } from "../../ports/ledger-export.ts";
import type { SealedSuites } from "../../ports/sealed-suites.ts";

/** Where a record, sealed suites and a token come from. */
export type RecordWiring = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly appVersion: string;
  readonly readExport: ReadExport;
  openSealed(directory: string): SealedSuites;
};

export type RecordOptions = {
  readonly ledger?: string;
  readonly sealed?: string;
  readonly author?: string;
  readonly tokenEnv?: string;
};

/** What the arguments lead to: nothing to hold a change against, a record, or a broken one. */
export type NamedRecord =
  | { readonly kind: "none" }
  | {
      readonly kind: "record";
      readonly against: Against;
      readonly repositoryId: number;
      /** Commits that the repository of the record must have. */
      readonly commits: readonly Sha[];
    }
  | { readonly kind: "broken"; readonly reason: ReasonCode; readonly at: FirstBadEntry };

const USAGE = { exitCode: 64 };

export function withRecordOptions(command: Command): Command {
  return command
    .option("--ledger <file|url>", "the app's record, as omega export writes it; verified first")
    .option("--sealed <dir>", "folder with the sealed suites, to run the whole pipeline")
    .option("--author <login>", "who proposes, where the record does not know (default: an agent)")
    .addOption(
      new Option("--token-env <name>", "variable with the token to send to the ledger's URL"),
    );
}

/** Reads and verifies what the options name; wrong words end the command with what would help. */
export async function loadNamedRecord(
  options: RecordOptions,
  wiring: RecordWiring,
  command: Command,
): Promise<NamedRecord> {
  const { ledger, sealed } = options;
  if (sealed !== undefined) await assertFolder(sealed, command);
  if (ledger === undefined) {
    if (sealed === undefined) return { kind: "none" };
    const why = "evidence is weighed against the app's record";
    return command.error(`--sealed needs --ledger: ${why} (see omega export --help)`, USAGE);
  }
  const text = await wiring.readExport(ledger, tokenOf(options, wiring, command));
  if (!text.ok) return command.error(explainExport(ledger, text.refusal), exitOf(text.refusal));
  const record = readRecord(text.value);
  if (!record.ok) return { kind: "broken", reason: "ledger-corrupt", at: record.refusal };
  return {
    kind: "record",
    repositoryId: record.value.repositoryId,
    commits: baseCommitsOf(record.value.entries),
    against: {
      counters: countersOf(record.value),
      takenBack: takenBackIn(record.value.entries),
      appVersion: wiring.appVersion,
      ...(sealed === undefined ? {} : { sealedSuites: wiring.openSealed(sealed) }),
      ...(options.author === undefined ? {} : { author: authorOf(options.author) }),
    },
  };
}

function authorOf(login: string): NonNullable<Against["author"]> {
  return { login, isBot: login.endsWith("[bot]") };
}

/** A token is sent only where somebody said so: the address may be anybody's. */
function tokenOf(
  { tokenEnv }: RecordOptions,
  { env }: RecordWiring,
  command: Command,
): string | undefined {
  if (tokenEnv === undefined) return undefined;
  const token = env[tokenEnv];
  return token ? token : command.error(`the variable ${visible(tokenEnv)} is not set`, USAGE);
}

async function assertFolder(path: string, command: Command): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  const what = found === undefined ? "does not exist" : "is a file";
  const wanted = "name the folder that holds <ref>.jsonl";
  command.error(`--sealed: ${visible(path)} ${what}; ${wanted}`, USAGE);
}

function explainExport(source: string, refusal: ExportRefusal): string {
  const from = `--ledger: ${visible(source)}`;
  switch (refusal.kind) {
    case "file-missing":
      return `${from} does not exist; write it with \`omega export\``;
    case "not-a-file":
      return `${from} is not a file; name what \`omega export --out\` wrote`;
    case "answered":
      return `${from} answered ${refusal.status}${hintFor(refusal.status)}`;
    case "unreachable":
      return `${from} does not answer (${refusal.detail}); is the app running?`;
    case "too-late":
      return `${from} was not whole after ${refusal.seconds} seconds; export it to a file first`;
    case "too-large":
      return `${from} is larger than ${refusal.bytes} bytes, which no export is expected to be`;
  }
}

/** A server that is down is not the wrong word of whoever named it. */
function exitOf(refusal: ExportRefusal): typeof USAGE | { readonly exitCode: 70 } {
  const isDown =
    refusal.kind === "unreachable" ||
    refusal.kind === "too-late" ||
    (refusal.kind === "answered" && refusal.status >= 500);
  return isDown ? { exitCode: 70 } : USAGE;
}

function hintFor(status: number): string {
  if (status === 401 || status === 403) return "; name a token's variable with --token-env";
  return status === 404 ? "; an export lies at …/api/v1/repositories/<id>/ledger/export" : "";
}
