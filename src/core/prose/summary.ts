import type { Edit } from "../ir/change-set.ts";
import type { Mutation } from "../ir/mutation.ts";
import type { Gate, Outcome } from "../gate/gate.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import type { Json } from "../kernel/json.ts";
import { escapeMarkdown } from "./escape.ts";
import { renderReason } from "./reasons.ts";
import { renderTextDiff } from "./text-diff.ts";

/** Rows shown before the table is cut; the check runs carry every finding. */
const MOST_EDITS = 30;

/** What the change is, once parsed: the part of the sticky comment that a stage never alters. */
export function renderChange(mutation: Mutation): string {
  const { edits } = mutation.changes;
  const rows = edits.slice(0, MOST_EDITS).map(renderEdit);
  const cut = edits.length > MOST_EDITS ? `\n\n… and ${edits.length - MOST_EDITS} more.` : "";
  const objective = mutation.claim.objective ?? "not stated";
  return (
    [
      `**System** \`${mutation.system}\` · **class** \`${mutation.mutationClass}\` · **tier** \`${mutation.tier}\` · **objective** \`${objective}\``,
      "",
      "| where | what | tier | widens |",
      "|---|---|---|---|",
      ...rows,
    ].join("\n") + cut
  );
}

function renderEdit(edit: Edit): string {
  const place = `\`${edit.path}:${edit.line}\``;
  return `| \`${edit.pointer}\` ${place} | ${renderMove(edit)} | ${edit.tier} | ${edit.widening ? "yes" : "no"} |`;
}

function renderMove({ kind, before, after }: Edit): string {
  if (typeof before === "string" && typeof after === "string") return renderTextDiff(before, after);
  if (kind === "replace") return `${renderValue(before)} → ${renderValue(after)}`;
  return `${kind === "add" ? "added" : "removed"} ${renderValue(after ?? before)}`;
}

function renderValue(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return escapeMarkdown(text.length > 60 ? `${text.slice(0, 57)}…` : text);
}

type GateRow = {
  readonly gate: Gate;
  readonly outcome: Outcome;
  readonly reason: ReasonCode;
};

const MARK: Readonly<Record<Outcome, string>> = {
  pass: "pass",
  fail: "**fail**",
  error: "**error**",
  "no-data": "no data",
};

export type SummaryParts = {
  readonly state: string;
  readonly reason: ReasonCode;
  readonly change: string;
  readonly gates: readonly GateRow[];
  readonly scorecard: string;
  readonly stage: string;
  readonly commands: string;
};

/** The one sticky comment: state first, then what changed, the gates, the evidence and the stage. */
export function renderSummary(parts: SummaryParts): string {
  const reason = renderReason(parts.reason);
  const gates = parts.gates.map(
    (row) => `| ${row.gate} | ${MARK[row.outcome]} | \`${row.reason}\` |`,
  );
  return [
    `## Agent-Omega: ${parts.state}`,
    `${reason.sentence}${reason.remedy === "" ? "" : ` ${reason.remedy}`} (\`${parts.reason}\`)`,
    section("What changes", parts.change),
    section(
      "Gates",
      gates.length === 0
        ? ""
        : ["| gate | outcome | reason |", "|---|---|---|", ...gates].join("\n"),
    ),
    section("Evidence", parts.scorecard),
    section("Roll-out", parts.stage),
    section("Commands", parts.commands),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function section(title: string, body: string): string {
  return body === "" ? "" : `### ${title}\n\n${body}`;
}
