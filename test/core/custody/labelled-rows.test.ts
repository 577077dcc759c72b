import { describe, expect, it } from "vitest";
import { type Columns, suiteOfTable } from "../../../src/core/custody/labelled-rows.ts";

const COLUMNS = { input: "text", expected: "category" };

function itemsIn(table: string, columns: Columns = COLUMNS) {
  const read = suiteOfTable(table, columns);
  return read.ok
    ? read.value
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line))
    : read.refusal;
}

describe("a labelled table", () => {
  it("becomes items that are named by their row and whose members are named by their columns", () => {
    const table =
      'text,category\r\n"I said ""no"", twice\nand again",refuse\r\nHow late?,opening\r\n';
    expect(itemsIn(table)).toEqual([
      {
        id: "row-1",
        input: { text: 'I said "no", twice\nand again' },
        expected: { category: "refuse" },
      },
      { id: "row-2", input: { text: "How late?" }, expected: { category: "opening" } },
    ]);
  });

  it("keeps clusters where a column names them, and empty cells as they are", () => {
    const table = "\uFEFFauthor,category,text\na1,x,\n\na2,y,z";
    expect(itemsIn(table, { ...COLUMNS, cluster: "author" })).toMatchObject([
      { input: { text: "" }, cluster: "a1" },
      { input: { text: "z" }, cluster: "a2" },
    ]);
    expect(itemsIn("text,category\nhello,")).toMatchObject([{ expected: { category: "" } }]);
  });

  it.each([
    ["text,label\na,b", { kind: "column-missing", column: "category", known: ["text", "label"] }],
    ["text,category\na,b,c", { kind: "row-uneven", row: 2 }],
    ['text,category\n"a,b', { kind: "quote-open", row: 2 }],
    ["text,category\n", { kind: "empty" }],
    ["", { kind: "empty" }],
  ])("that is %j is refused with its place", (table, refusal) => {
    expect(itemsIn(table)).toEqual(refusal);
  });
});
