import type { Finding } from "../gate/finding.ts";
import { quoteCode } from "./escape.ts";
import { renderReason } from "./reasons.ts";

export type FindingText = {
  /** What is wrong, with the facts of this case. */
  readonly message: string;
  /** The lawful way, and who can take it. */
  readonly remedy: string;
};

/** The sentences of one finding, the same in annotation, review comment, CLI and JSON. */
export function renderFinding(finding: Finding): FindingText {
  const reason = renderReason(finding.code);
  const facts = Object.entries(finding.facts).map(([name, fact]) => `${name} ${quoteCode(fact)}`);
  const tail = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
  return { message: `${reason.sentence}${tail}`, remedy: reason.remedy };
}
