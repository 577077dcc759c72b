import { type Result, accepted, refused } from "../kernel/result.ts";
import { parseEntry } from "./entry-schema.ts";
import type { Entry } from "./entry.ts";
import { parseExportLine } from "./export-format.ts";
import { type FirstBadEntry, type Verified, verifyExport } from "./verify.ts";

/** A repository's record as an export tells it, once it was found whole. */
export type ReadRecord = Pick<Verified, "repositoryId"> & {
  /** The repository's own entries, oldest first. */
  readonly entries: readonly Entry[];
};

/** Verifies an export and reads it. What does not hold is not read in part. */
export function readRecord(text: string): Result<ReadRecord, FirstBadEntry> {
  const verified = verifyExport(text);
  if (!verified.ok) return refused(verified.refusal);
  const [, ...lines] = text.replace(/\n$/, "").split("\n");
  return accepted({ repositoryId: verified.value.repositoryId, entries: lines.flatMap(entryOf) });
}

function entryOf(line: string): readonly Entry[] {
  const leaf = parseExportLine(line);
  if (!leaf.ok || leaf.value.entry === undefined) return [];
  const entry = parseEntry(leaf.value.entry);
  return entry.ok ? [entry.value] : [];
}
