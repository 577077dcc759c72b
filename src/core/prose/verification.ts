import type { FirstBadEntry, Verified, VerifyProblem } from "../ledger/verify.ts";

const PROBLEMS: Readonly<Record<VerifyProblem, string>> = {
  "header-invalid": "the first line is not the header of an export",
  "line-invalid": "the line is not one of an export",
  "seq-wrong": "the entry does not stand at its place",
  "leaf-mismatch": "the entry is not the one that was recorded: its hash differs from its leaf",
  "entry-foreign": "the entry belongs to another repository",
  "size-wrong": "the export holds more or fewer leaves than its header says",
  "root-mismatch": "the leaves do not make the tree that the header names",
  "not-json": "the entry is not JSON",
  "not-canonical": "the entry is not in the one form that is hashed",
  "schema-invalid": "the entry has a shape that the ledger does not take",
  "too-large": "the entry is larger than the ledger takes",
  "decision-without-gates": "the decision has no gates before it that allow it",
  "stage-without-decision": "the stage has no accepted decision about its commit before it",
  "caution-not-replayed":
    "the decision says that its bar stood where the outcomes before it do not put it",
  "parent-unknown": "the version names a parent that no earlier entry made",
};

export function renderVerified({ entries, size, root, repositoryId }: Verified): string {
  return [
    `The record of repository ${repositoryId} holds.`,
    `${entries} entries checked in a tree of ${size} leaves.`,
    `Root ${root}: compare it with one that the app published.`,
  ].join("\n");
}

export function renderFirstBadEntry({ problem, line, seq }: FirstBadEntry): string {
  const where = seq === undefined ? `line ${line}` : `entry ${seq} (line ${line})`;
  return `The record does not hold: at ${where}, ${PROBLEMS[problem]}.`;
}
