import type { FileEdit } from "./case.ts";

const FIRST_RULE = `      - {match: "/parameters/*", tier: T0, bound: {relative_change: 0.25}}`;

/** The starter's charter with one more rule, before all others: what it says nothing of stays silent. */
export function tiered(match: string, tier = "T1"): FileEdit {
  return {
    path: ".omega/charter.yaml",
    replace: [FIRST_RULE, `      - {match: "${match}", tier: ${tier}}\n${FIRST_RULE}`],
  };
}
