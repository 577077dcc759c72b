import { writeFile } from "node:fs/promises";
import { Command, Option } from "commander";
import {
  type ImportedSuite,
  isSuiteFormat,
  SUITE_FORMATS,
  type SuiteMapping,
} from "../../core/ir/foreign-suites/foreign-suite.ts";
import { importSuite } from "../../core/ir/foreign-suites/import-suite.ts";
import { suiteLine } from "../../core/ir/parse-suite.ts";
import type { Finding } from "../../core/gate/finding.ts";
import type { Json } from "../../core/kernel/json.ts";
import { visible } from "../../core/prose/escape.ts";
import { renderImportedSuite } from "../../core/prose/imported-suite.ts";
import { type Paint, renderAt } from "../../core/prose/offline-check.ts";
import { findingOf } from "./check-report.ts";
import { whyUnread } from "./clone-arguments.ts";
import { readBounded } from "./labelled-file.ts";

type Options = Omit<SuiteMapping, "vars" | "cluster"> & {
  readonly format: string;
  readonly vars?: readonly string[];
  readonly cluster?: string;
  readonly out?: string;
  readonly json?: boolean;
};

const HELP = `
Reads a promptfoo configuration or its tests (YAML, JSON, JSON lines), or an Inspect dataset (JSON,
JSON lines, or an evaluation's log as JSON). A test is taken whole or not at all: what code, a model
or a pattern decides is left out, and said. Nothing is run or fetched, and nothing is written without
--out, which overwrites no file. Exit code 0: taken, complete or partial; 1: nothing could be taken;
64: wrong arguments.

Example:
  $ omega import suite promptfooconfig.yaml --format promptfoo --answer reply --out labelled-tests.jsonl
  $ omega import suite dataset.jsonl --format inspect --input question --match contains`;

export function importSuiteCommand({ paint }: { readonly paint: Paint }): Command {
  return new Command("suite")
    .description("turn another tool's tests into a suite")
    .argument("<file>", "the tests; its ending says how they are written")
    .addOption(
      new Option("--format <format>", "whose tests they are")
        .choices(SUITE_FORMATS)
        .makeOptionMandatory(),
    )
    .option("--answer <member>", "member of the output that they look at", "answer")
    .option("--vars <name...>", "promptfoo: variables that are the input (default: all)")
    .option("--input <member>", "inspect: member of the input that gets the text", "input")
    .addOption(
      new Option("--match <how>", "inspect: what a target is to the answer")
        .choices(["exact", "contains"])
        .default("exact"),
    )
    .option("--cluster <key>", "key of the metadata that items of one author share")
    .option("--out <file>", "write the suite there")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action(async (file: string, options: Options, command: Command) => {
      const { format, out } = options;
      if (!isSuiteFormat(format)) return command.error(`unknown format ${visible(format)}`);
      const bytes = await readBounded(file, command);
      const imported = importSuite({ format, path: file, bytes, mapping: options });
      if (!imported.ok) return refuse(imported.refusal, { file, options, paint });
      const { taken } = imported.value;
      if (out !== undefined && taken.length > 0) await write(out, imported.value, command);
      const text =
        options.json === true
          ? JSON.stringify(reportOf(imported.value, file, options))
          : renderImportedSuite(imported.value, { path: file, paint });
      process.stdout.write(`${text}\n`);
      process.exitCode = taken.length > 0 ? 0 : 1;
    });
}

type Refusing = { readonly file: string; readonly options: Options; readonly paint: Paint };

function refuse(findings: readonly Finding[], { file, options, paint }: Refusing): void {
  const nothing = { format: options.format, path: file, out: null, taken: [], left_out: [] };
  const report = { result: "invalid", ...nothing, findings: findings.map(findingOf) };
  const told = [paint("bad", "invalid"), ...findings.map((finding) => renderAt(finding, paint))];
  process.stdout.write(`${options.json === true ? JSON.stringify(report) : told.join("\n")}\n`);
  process.exitCode = 1;
}

/** Readable by its owner alone, because what was labelled may be meant to be sealed. */
async function write(out: string, { taken }: ImportedSuite, command: Command): Promise<void> {
  const text = taken.map(({ item }) => `${suiteLine(item)}\n`).join("");
  try {
    await writeFile(out, text, { flag: "wx", mode: 0o600 });
  } catch (fault) {
    const isThere = fault instanceof Error && "code" in fault && fault.code === "EEXIST";
    const why = isThere ? "it is there already" : whyUnread(fault);
    command.error(`cannot write ${visible(out)}: ${why}`, { exitCode: 64 });
  }
}

/** Every key is always there; what is not known is null or empty. */
function reportOf({ taken, leftOut }: ImportedSuite, path: string, options: Options): Json {
  return {
    result: leftOut.length === 0 ? "complete" : "partial",
    format: options.format,
    path,
    out: taken.length === 0 ? null : (options.out ?? null),
    taken: taken.map(({ pointer, line, item }) => ({ pointer, line: line ?? null, id: item.id })),
    left_out: leftOut.map(({ pointer, line, why, detail }) => ({
      pointer,
      line: line ?? null,
      why,
      detail: detail ?? null,
    })),
    findings: [],
  };
}
