import type { Row } from "./row.ts";

const GATES = ["constitution", "budget", "validation", "evaluation", "judge", "decision"];

const MARKS: Readonly<Record<string, string>> = {
  pass: "✓",
  fail: "✗",
  error: "!",
  "no-data": "?",
};

/** As people write it where more than one repository is talked about. */
export function placeOf({ repository, pull_request: pull }: Row): string {
  return `${repository.slice(repository.indexOf("/") + 1)}#${pull}`;
}

/** The rows as a person reads them in a terminal of 120 columns. */
export function renderTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    placeOf(row),
    row.tried,
    GATES.map((gate) => MARKS[row.gates[gate] ?? ""] ?? "·").join(""),
    row.decision,
    row.stage,
    row.reason_code,
    row.seconds.toFixed(1),
    row.as_expected ? "yes" : "NO",
  ]);
  const head = [
    "PR",
    "what was tried",
    "CBVEJD",
    "decision",
    "stage",
    "reason code",
    "s",
    "expected",
  ];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const render = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [
    render(head),
    render(widths.map((width) => "─".repeat(width))),
    ...lines.map(render),
    "",
    "gates: Constitution Budget Validation Evaluation Judge Decision (✓ pass, ✗ fail, ? no data, · not reached)",
  ].join("\n");
}
