import { canonicalJson } from "../../kernel/canonical-json.ts";
import { jsonOf } from "../../ir/json-of.ts";
import type { SystemVersion } from "../../ir/system.ts";
import type { DimensionReport } from "../dimension-report.ts";
import type { Measurements } from "../measurements.ts";

/** A version may double, and small ones may grow by this much besides. */
const FREE_BYTES = 64 * 1024;
const FREE_MODULES = 8;

/**
 * Whether people can still read what the system has become: bytes of definition and files, and the
 * number of its modules, before and after. Structural: it may hold a mutation back and never carries one. Fooled by dense code,
 * and by growth in many small steps, which the charter's drift budget bounds.
 */
export function scoreMaintainability({
  before,
  after,
}: Pick<Measurements, "before" | "after">): readonly DimensionReport[] {
  const earlier = bytesOf(before);
  const later = bytesOf(after);
  const isReadable =
    later <= 2 * earlier + FREE_BYTES && modulesOf(after) <= 2 * modulesOf(before) + FREE_MODULES;
  return [
    {
      dimension: "maintainability",
      role: "guard",
      source: "definition",
      score: Math.min(1, earlier / Math.max(1, later)),
      sealed: false,
      evidence: {
        kind: "rule",
        holds: isReadable,
        ...(isReadable ? {} : { breach: "complexity-grown" as const }),
      },
      method: "bytes and modules at most doubled",
    },
  ];
}

function bytesOf({ system, files }: SystemVersion): number {
  let bytes = canonicalJson(jsonOf(system)).length;
  for (const content of files.values()) bytes += content.length;
  return bytes;
}

/** What has a name of its own in the definition and can be wrong on its own. */
function modulesOf({ system }: SystemVersion): number {
  const { prompts, tools, memory, models, capabilities, graph } = system;
  const groups = [prompts, tools, memory, models, capabilities, graph.nodes];
  return groups.reduce((sum, group) => sum + Object.keys(group).length, 0);
}
