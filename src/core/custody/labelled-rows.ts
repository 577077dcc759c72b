import type { JsonObject } from "../kernel/json.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";

/** Which columns of a table are which part of an item. */
export type Columns = {
  readonly input: string;
  readonly expected: string;
  readonly cluster?: string;
};

export type TableProblem =
  | { readonly kind: "column-missing"; readonly column: string; readonly known: readonly string[] }
  | { readonly kind: "row-uneven" | "quote-open"; readonly row: number }
  | { readonly kind: "empty" };

/**
 * A labelled table (RFC 4180: commas, double quotes, a heading) as lines of a suite. Items are named
 * by their row, and the members of input and expected by their columns.
 */
export function suiteOfTable(text: string, columns: Columns): Result<string, TableProblem> {
  const rows = rowsOf(text.replace(/^\uFEFF/, ""));
  if (!rows.ok) return rows;
  const [heading, ...body] = rows.value;
  if (heading === undefined || body.length === 0) return refused({ kind: "empty" });
  const wanted = [columns.input, columns.expected, ...(columns.cluster ? [columns.cluster] : [])];
  const missing = wanted.find((column) => !heading.includes(column));
  if (missing !== undefined) {
    return refused({ kind: "column-missing", column: missing, known: heading });
  }
  const uneven = body.findIndex((cells) => cells.length !== heading.length);
  if (uneven >= 0) return refused({ kind: "row-uneven", row: uneven + 2 });
  const cellOf = (cells: readonly string[], column: string): string =>
    cells[heading.indexOf(column)] ?? "";
  const lines = body.map((cells, index): JsonObject => {
    const { input, expected, cluster } = columns;
    return {
      id: `row-${index + 1}`,
      input: { [input]: cellOf(cells, input) },
      expected: { [expected]: cellOf(cells, expected) },
      ...(cluster === undefined ? {} : { cluster: cellOf(cells, cluster) }),
    };
  });
  return accepted(`${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
}

function rowsOf(text: string): Result<readonly (readonly string[])[], TableProblem> {
  const rows: string[][] = [];
  let cells: string[] = [];
  // One cell at a time: quoted, with doubled quotes inside, or plain; then comma, line end or end.
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) return refused({ kind: "quote-open", row: rows.length + 1 });
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === ",") {
      if (cell.lastIndex === text.length) cells.push("");
      else continue;
    }
    rows.push(cells);
    cells = [];
  }
  return accepted(rows.filter((row) => row.length > 1 || row[0] !== ""));
}
