import type { Finding, Place } from "../gate/finding.ts";
import type { ReasonCode } from "../gate/reason-code.ts";

/**
 * A finding of the reader, under validation's `schema` stage. `facts.problem` is a kebab-case word
 * for what was met (`anchor`, `tab`, `symlink`), which prose turns into a sentence.
 */
export function schemaFinding(
  code: ReasonCode,
  place: Place,
  facts: Readonly<Record<string, string>>,
): Finding {
  return { code, rule: "schema", place, facts };
}
