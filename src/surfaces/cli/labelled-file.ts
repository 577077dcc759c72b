import { open } from "node:fs/promises";
import type { Command } from "commander";
import { type Columns, suiteOfTable, type TableProblem } from "../../core/custody/labelled-rows.ts";
import type { Finding } from "../../core/gate/finding.ts";
import { parseSuite, type Suite } from "../../core/ir/parse-suite.ts";
import { visible } from "../../core/prose/escape.ts";
import { whyUnread } from "./clone-arguments.ts";

/** A labelled file by the name under which it was given. */
export type Labelled = { readonly name: string; readonly suite: Suite };

/** What a suite may weigh; a table is not larger. */
const MAX_BYTES = 32 * 1024 * 1024;

type Asked = { readonly file: string; readonly columns: Columns };

/** Reads JSON lines, or a table where the name ends in `.csv`. Says where it is wrong, never what. */
export async function readLabelled({ file, columns }: Asked, command: Command): Promise<Labelled> {
  const bytes = await readBounded(file, command);
  const text = file.toLowerCase().endsWith(".csv")
    ? tableIn(bytes, { file, columns }, command)
    : bytes;
  const suite = parseSuite(file, text);
  if (suite.ok) return { name: file, suite: suite.value };
  return command.error(explainSuite(file, suite.refusal[0]), { exitCode: 1 });
}

function explainSuite(file: string, first: Finding | undefined): string {
  const problem = first?.facts["problem"] ?? "unreadable";
  const where = `${visible(file)}:${first?.place?.line ?? 1}`;
  const wanted = `each line is {"id", "input": {…}, "expected" or "forbid"}, and ids are not repeated`;
  return `${where} is no item of a suite (${problem}); ${wanted}`;
}

/** Bounded before it is read: a name may lead to anything. */
export async function readBounded(file: string, command: Command): Promise<Uint8Array> {
  const fail = (why: string): never =>
    command.error(`cannot read ${visible(file)}: ${why}`, { exitCode: 64 });
  try {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      if (size > MAX_BYTES) return fail("it is larger than 32 MiB");
      return new Uint8Array(await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch (fault) {
    if (fault instanceof Error && "code" in fault && String(fault.code).startsWith("commander")) {
      throw fault;
    }
    return fail(whyUnread(fault));
  }
}

function tableIn(bytes: Uint8Array, { file, columns }: Asked, command: Command): Uint8Array {
  const table = suiteOfTable(new TextDecoder().decode(bytes), columns);
  if (table.ok) return new TextEncoder().encode(table.value);
  return command.error(`${visible(file)}: ${explain(table.refusal)}`, { exitCode: 1 });
}

function explain(problem: TableProblem): string {
  switch (problem.kind) {
    case "column-missing":
      return `there is no column ${visible(problem.column)}; it has ${problem.known.map(visible).join(", ")} (--input, --expected and --cluster name columns)`;
    case "row-uneven":
      return `row ${problem.row} has another number of cells than the heading`;
    case "quote-open":
      return `row ${problem.row} has a quote in the middle of a cell or one that does not end`;
    case "empty":
      return "there is no row below the heading";
  }
}
