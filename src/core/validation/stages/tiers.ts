import type { Finding } from "../../gate/finding.ts";
import { tierRuleOf } from "../../ir/tier-rules.ts";
import { findingsOf } from "../stage-finding.ts";
import type { Stage, Validated } from "../stage.ts";

/** Every edit has a tier by rule and not by default, and the change says of itself what it is. */
export const tiers: Stage = {
  name: "tiers",
  needs: [],
  check: (change) => [...unmatched(change), ...unmatchedGains(change), ...falseClaims(change)],
};

function unmatched({ mutation, charter }: Validated): readonly Finding[] {
  const rules = charter.systems[mutation.system];
  if (rules === undefined) return [];
  return mutation.changes.edits
    .filter(({ pointer }) => tierRuleOf(pointer, rules) === undefined)
    .map(({ path, line, column, pointer }) => ({
      code: "tier-unmatched",
      rule: "tiers",
      place: { path, line, column, pointer },
      facts: { problem: "unmatched", pointer },
    }));
}

/** What an edit makes reachable needs a tier as well, however far away the edit was. */
function unmatchedGains({ mutation, charter }: Validated): readonly Finding[] {
  const { system, after, changes, gains } = mutation;
  const rules = charter.systems[system];
  if (rules === undefined) return [];
  const report = findingsOf("tiers", after);
  const edited = new Set(changes.edits.map(({ pointer }) => pointer));
  return [...new Set(gains.map(({ pointer }) => pointer))]
    .filter((pointer) => !edited.has(pointer) && tierRuleOf(pointer, rules) === undefined)
    .map((pointer) => report("tier-unmatched", pointer, { problem: "gained" }));
}

/** The claim decides nothing, but people read it: a false one misleads them. */
function falseClaims({ mutation }: Validated): readonly Finding[] {
  const { claim, mutationClass, after } = mutation;
  if (claim.isUnheard) return [];
  const report = findingsOf("tiers", after);
  const missing =
    claim.objective === undefined
      ? [report("objective-missing", "", { problem: "no-objective" })]
      : [];
  const isFalse = claim.mutationClass !== undefined && claim.mutationClass !== mutationClass;
  const facts = { problem: "claim", claimed: claim.mutationClass ?? "", derived: mutationClass };
  return isFalse ? [...missing, report("class-claim-false", "", facts)] : missing;
}
