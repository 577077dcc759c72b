import type { Finding } from "../gate/finding.ts";
import { renderFinding } from "./findings.ts";

/** One breach, said where it happened: what, which rule, and the lawful way. */
export function renderBreachComment(breach: Finding): string {
  const { message, remedy } = renderFinding(breach);
  return [
    `**${breach.rule}** ${message}`,
    `**The lawful way:** ${remedy}`,
    `\`${breach.code}\``,
  ].join("\n\n");
}

export function renderReviewBody(breaches: number): string {
  return breaches === 1
    ? "This change breaches a constitutional rule. No approval can waive it; the comment names the lawful way."
    : `This change breaches constitutional rules in ${breaches} places. No approval can waive them; each comment names the lawful way.`;
}
