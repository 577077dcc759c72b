import type { JudgeMode, ModeVerdict } from "../judging/mode-verdict.ts";
import { renderReason } from "./reasons.ts";

/**
 * What the judge did, one line for each mode. How suspicious it was of what stays out: proposers who
 * read that could try until it says less.
 */
export function renderVerdicts(
  verdicts: readonly ModeVerdict[],
  leftOut: readonly JudgeMode[],
): string {
  const lines = [
    ...verdicts.map(renderVerdict),
    ...leftOut.map((mode) => `- **${mode}**: asked for by the charter, not enabled here.`),
  ];
  return lines.length < 2 ? "" : `### Modes\n\n${lines.join("\n")}`;
}

function renderVerdict({ mode, outcome, reason, facts }: ModeVerdict): string {
  const { sentence } = renderReason(reason);
  const word = outcome === "pass" ? "agrees" : "does not agree";
  const controls = typeof facts["controls"] === "string" ? ` Controls: ${facts["controls"]}.` : "";
  return `- **${mode}** ${word}: ${sentence}${controls} \`${reason}\``;
}
