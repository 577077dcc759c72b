import { instant } from "../../src/core/kernel/instant.ts";
import { sealEntry } from "../../src/core/ledger/entry-schema.ts";
import type { Draft, EntryKind, ExactJson } from "../../src/core/ledger/entry.ts";
import { renderExportLine } from "../../src/core/ledger/export-format.ts";
import { leafHash, rootOfLeaves } from "../../src/core/ledger/merkle.ts";

const HEAD_SHA = "a".repeat(40);

/** An entry about pull request 3 of repository 7, unless told otherwise. */
export function aDraft(
  kind: EntryKind,
  body: { readonly [key: string]: ExactJson },
  parts: Partial<Draft> = {},
): Draft {
  return {
    at: instant(1_700_000_000_000),
    source: "app",
    kind,
    subject: { repository_id: 7, pull: 3, head_sha: HEAD_SHA, system: "greeter" },
    body,
    ...parts,
  };
}

export const GATES_PASSED: readonly Draft[] = [
  "constitution",
  "budget",
  "validation",
  "evaluation",
  "judge",
].map((gate) => aDraft("gate", { gate, outcome: "pass", reason_code: "passed" }));

/** The lines of an honest export of repository 7, header first. */
export function exportLines(drafts: readonly Draft[]): string[] {
  const texts = drafts.map((draft, seq) => sealEntry(draft, seq).text);
  const leaves = texts.map((text) => leafHash(text));
  const header = {
    v: 1 as const,
    kind: "omega-export" as const,
    repository_id: 7,
    size: texts.length,
    root: rootOfLeaves(leaves),
    app_version: "0.1.0",
  };
  const lines = drafts.map((draft, seq) => {
    const leaf = leaves[seq] ?? "";
    const own = draft.subject.repository_id === 7;
    return own ? { seq, leaf, entry: texts[seq] ?? "" } : { seq, leaf };
  });
  return [header, ...lines].map((line) => renderExportLine(line).trimEnd());
}
