import type { ReasonCode } from "../gate/reason-code.ts";
import type { Deviation } from "../incident/deviations.ts";
import { quoteCode } from "./escape.ts";
import type { IncidentText } from "./incidents.ts";
import { renderReason } from "./reasons.ts";

/** What a merge queue's group would bring to its branch against what was decided. */
export type GroupVerdict = {
  /** Governed rows that nothing promoted and nobody approved in this form. */
  readonly deviations: readonly Deviation[];
  /** Systems that would change in the same merge as the charter they were decided under. */
  readonly mixed: readonly string[];
  /** Systems that would advance although an incident keeps them from it. */
  readonly frozen: readonly string[];
};

const MOST_ROWS = 50;

export function groupReason({ deviations, mixed, frozen }: GroupVerdict): ReasonCode {
  if (frozen.length > 0) return "incident-open";
  if (deviations.length > 0) return "merge-group-undecided";
  return mixed.length > 0 ? "merge-group-mixed" : "passed";
}

/** What the release check says on a group's commit. */
export function renderGroup(verdict: GroupVerdict): Omit<IncidentText, "conclusion"> {
  const code = groupReason(verdict);
  const { title, sentence, remedy } = renderReason(code);
  if (code === "passed") {
    const summary = "Merged as a group, the branch holds what was decided and nothing else.";
    return { title: "The group holds what was decided", summary, annotations: [] };
  }
  const { deviations, mixed } = verdict;
  const rows = deviations.slice(0, MOST_ROWS).map(({ path }) => `- ${quoteCode(path)}`);
  const more = deviations.length - rows.length;
  const systems = mixed.map((system) => quoteCode(system)).join(", ");
  return {
    title,
    summary: [
      sentence,
      `**What unblocks it:** ${remedy}`,
      [...rows, ...(more > 0 ? [`- … and ${more} more`] : [])].join("\n"),
      mixed.length === 0 ? "" : `Changed beside the charter: ${systems}.`,
      `Reason code: \`${code}\``,
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
    annotations: [],
  };
}
