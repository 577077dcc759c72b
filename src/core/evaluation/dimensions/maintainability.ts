import { canonicalJson } from "../../kernel/canonical-json.ts";
import { jsonOf } from "../../ir/json-of.ts";
import type { SystemVersion } from "../../ir/system.ts";
import type { DimensionReport } from "../dimension-report.ts";
import type { Measurements } from "../measurements.ts";

/** A version may double, and small ones may grow by this much besides. */
const FREE_BYTES = 64 * 1024;

/**
 * Whether people can still read what the system has become: bytes of definition and files, before
 * and after. Structural: it may hold a mutation back and never carries one. Fooled by dense code,
 * and by growth in many small steps, which the charter's drift budget bounds.
 */
export function scoreMaintainability({ before, after }: Measurements): readonly DimensionReport[] {
  const earlier = bytesOf(before);
  const later = bytesOf(after);
  return [
    {
      dimension: "maintainability",
      role: "guard",
      source: "definition",
      score: Math.min(1, earlier / Math.max(1, later)),
      sealed: false,
      evidence: { kind: "rule", holds: later <= 2 * earlier + FREE_BYTES },
      method: "size of definition and files at most doubled",
    },
  ];
}

function bytesOf({ system, files }: SystemVersion): number {
  let bytes = canonicalJson(jsonOf(system)).length;
  for (const content of files.values()) bytes += content.length;
  return bytes;
}
