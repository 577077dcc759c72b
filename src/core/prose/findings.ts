import type { Finding } from "../gate/finding.ts";
import { quoteCode } from "./escape.ts";
import { CONSTITUTION_FINDINGS } from "./findings/constitution.ts";
import type { FindingRow, FindingRows } from "./findings/finding-row.ts";
import { READING_FINDINGS } from "./findings/reading.ts";
import { VALIDATION_FINDINGS } from "./findings/validation.ts";
import { renderReason } from "./reasons.ts";

export type FindingText = {
  /** What is wrong, with the facts of this case. */
  readonly message: string;
  /** The lawful way, and who can take it. */
  readonly remedy: string;
};

/** Exhaustive within each room by type; codes that end a whole pull request have their reason's text. */
const FINDINGS: ReadonlyMap<string, FindingRows> = new Map<string, FindingRows>(
  Object.entries({ ...CONSTITUTION_FINDINGS, ...VALIDATION_FINDINGS, ...READING_FINDINGS }),
);

/** The sentences of one finding, the same in annotation, review comment, CLI and JSON. */
export function renderFinding(finding: Finding): FindingText {
  const reason = renderReason(finding.code);
  const [sentence, remedy] = rowOf(finding) ?? [reason.sentence];
  return {
    message: filled(sentence, finding.facts),
    remedy: filled(remedy ?? reason.remedy, finding.facts),
  };
}

function rowOf({ code, facts }: Finding): FindingRow | undefined {
  const rows = FINDINGS.get(code);
  const problem = facts["problem"] ?? "otherwise";
  return rows !== undefined && Object.hasOwn(rows, problem) ? rows[problem] : rows?.otherwise;
}

/** Facts come from strangers: each is quoted as code, once, and is never read as a placeholder. */
function filled(sentence: string, facts: Finding["facts"]): string {
  return sentence.replaceAll(/\{([a-z]+)\}/g, (_placeholder, name: string) =>
    quoteCode(Object.hasOwn(facts, name) ? (facts[name] ?? "") : "unknown"),
  );
}
