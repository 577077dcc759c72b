import { Command, Option } from "commander";
import {
  isNativeFormat,
  NATIVE_FORMATS,
  type NativeSource,
} from "../../core/ir/native/native-source.ts";
import { jsonOf } from "../../core/ir/json-of.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import type { Json } from "../../core/kernel/json.ts";
import { visible } from "../../core/prose/escape.ts";
import { renderImport } from "../../core/prose/imported.ts";
import { type ImportedSystem, importSystem } from "../../flows/clone/import-system.ts";
import { findingOf } from "./check-report.ts";
import { openNamedClone, resolveNamed } from "./clone-arguments.ts";
import type { CloneWiring } from "./compile.ts";
import { importSuiteCommand } from "./import-suite.ts";

type Options = {
  readonly repo: string;
  readonly ref: string;
  readonly format?: string;
  readonly path?: string;
  readonly json?: boolean;
};

const HELP = `
Shows what the gates see of another framework's files: what each thing became, what code decides
that is not in them, and what is granted where they are silent. Nothing is written. Exit code 0:
imported, complete or partial; 1: a file is not of the format; 64: wrong arguments. Another tool's
tests become a suite with \`omega import suite\`, which has a help of its own.

Example:
  $ omega import --repo . --format claude-agents --path .claude
  $ omega import suite promptfooconfig.yaml --format promptfoo --answer reply`;

export function importCommand(wiring: CloneWiring): Command {
  return new Command("import")
    .description("show what the files of another framework become")
    .option("--repo <dir>", "the clone", ".")
    .option("--ref <ref>", "branch or commit to read", "HEAD")
    .addOption(new Option("--format <format>", "whose files they are").choices(NATIVE_FORMATS))
    .option("--path <path>", "the agent's folder, or one file of it")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .addCommand(importSuiteCommand(wiring))
    .action(async (options: Options, command: Command) => {
      const { format, path } = options;
      // Not required of the parser, which would ask it of the subcommand too.
      if (!isNativeFormat(format) || path === undefined) {
        return command.error("name --format and --path", { exitCode: 64 });
      }
      const clone = await openNamedClone(wiring.openClone, options.repo, command);
      try {
        const commit = await resolveNamed(clone, options.ref, command);
        const imported = await importSystem(clone, { commit, format, path });
        if (!imported.ok) {
          const sentence = `there is no ${visible(path)} at ${visible(options.ref)}`;
          return command.error(`${sentence}; name a folder or a file that is committed`, {
            exitCode: 64,
          });
        }
        print(imported.value, { format, path, json: options.json === true }, wiring);
      } finally {
        await clone.close();
      }
    });
}

type Asked = { readonly format: string; readonly path: string; readonly json: boolean };

function print(imported: ImportedSystem, options: Asked, { paint }: CloneWiring): void {
  const text = options.json
    ? JSON.stringify(reportOf(imported, options))
    : renderImport(imported, paint);
  process.stdout.write(`${text}\n`);
  process.exitCode = imported.kind === "imported" ? 0 : 1;
}

/** Every key is always there; what is not known is null or empty. */
function reportOf(imported: ImportedSystem, { format, path }: Asked): Json {
  if (imported.kind === "invalid") {
    const findings = imported.findings.map(findingOf);
    const nothing = { opaque: [], explicit: [], became: [] };
    return { result: "invalid", format, path, digest: null, system: null, ...nothing, findings };
  }
  const { version } = imported;
  const opaque = version.native?.opaque ?? [];
  return {
    result: opaque.length === 0 ? "complete" : "partial",
    format,
    path,
    digest: version.digest,
    system: jsonOf(version.system),
    opaque: opaque.map(opaqueOf),
    explicit: (version.native?.explicit ?? []).map(explicitOf),
    became: becameOf(version),
    findings: [],
  };
}

function opaqueOf({ pointer, why, name, sha256, place }: NativeSource["opaque"][number]): Json {
  return { pointer, why, name, sha256: sha256 ?? null, path: place.path, line: place.line ?? null };
}

function explicitOf({ pointer, what, name, place }: NativeSource["explicit"][number]): Json {
  return { pointer, what, name, path: place.path, line: place.line ?? null };
}

function becameOf({ positions }: SystemVersion): Json {
  return [...positions]
    .filter(([pointer]) => pointer !== "")
    .map(([pointer, { path, line, column }]) => ({ pointer, path, line, column }));
}
