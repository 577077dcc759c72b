import { type Result, accepted, refused } from "../kernel/result.ts";
import { type EntryOrder, type OrderProblem, makeEntryOrder } from "./entry-order.ts";
import { type EntryProblem, parseEntry } from "./entry-schema.ts";
import {
  type ExportHeader,
  type ExportLine,
  parseExportHeader,
  parseExportLine,
} from "./export-format.ts";
import { EMPTY_RANGE, appendLeaf, leafHash, rootOfRange } from "./merkle.ts";

export type Verified = {
  readonly repositoryId: number;
  readonly size: number;
  readonly root: string;
  /** Entries whose text was there and was checked; the others are told by their hash alone. */
  readonly entries: number;
};

export type VerifyProblem =
  | "header-invalid"
  | "line-invalid"
  | "seq-wrong"
  | "leaf-mismatch"
  | "entry-foreign"
  | "size-wrong"
  | "root-mismatch"
  | EntryProblem
  | OrderProblem;

/** The first thing wrong: `line` counts from 1; without `seq` it is about the whole export. */
export type FirstBadEntry = {
  readonly problem: VerifyProblem;
  readonly line: number;
  readonly seq?: number;
};

/**
 * Checks an export by itself, without the app, a database or a network: that every entry hashes to
 * its leaf, that the leaves make the tree that the header names, and that the order of events is
 * one that the product allows. That the root is the one the app published is the caller's to compare.
 */
export function verifyExport(text: string): Result<Verified, FirstBadEntry> {
  const [first = "", ...lines] = text.replace(/\n$/, "").split("\n");
  const header = parseExportHeader(first);
  if (!header.ok) return refused({ problem: header.refusal, line: 1 });
  const { size, root, repository_id } = header.value;
  const order = makeEntryOrder();
  let range = EMPTY_RANGE;
  let entries = 0;
  for (const [seq, line] of lines.entries()) {
    const read = checkLine(line, { header: header.value, order, seq });
    if (!read.ok) return refused({ problem: read.refusal, line: seq + 2, seq });
    range = appendLeaf(range, read.value.leaf);
    if (read.value.entry !== undefined) entries += 1;
  }
  if (range.size !== size) return refused({ problem: "size-wrong", line: lines.length + 1 });
  if (rootOfRange(range) !== root) return refused({ problem: "root-mismatch", line: 1 });
  return accepted({ repositoryId: repository_id, size, root, entries });
}

type Expected = {
  readonly header: ExportHeader;
  readonly order: EntryOrder;
  readonly seq: number;
};

function checkLine(text: string, expected: Expected): Result<ExportLine, VerifyProblem> {
  const line = parseExportLine(text);
  if (!line.ok) return line;
  const { seq, leaf, entry } = line.value;
  if (seq !== expected.seq) return refused("seq-wrong");
  if (seq >= expected.header.size) return refused("size-wrong");
  if (entry === undefined) return line;
  if (leafHash(entry) !== leaf) return refused("leaf-mismatch");
  const problem = checkEntry(entry, expected);
  return problem === undefined ? line : refused(problem);
}

function checkEntry(text: string, { header, order, seq }: Expected): VerifyProblem | undefined {
  const entry = parseEntry(text);
  if (!entry.ok) return entry.refusal;
  if (entry.value.seq !== seq) return "seq-wrong";
  if (entry.value.subject.repository_id !== header.repository_id) return "entry-foreign";
  return order.next(entry.value);
}
