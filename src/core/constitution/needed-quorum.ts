import { type Charter, CHARTER_PATH } from "../ir/charter.ts";
import { isWithin } from "../ir/fold-path.ts";
import type { PullRequestClass } from "../ir/pull-request-class.ts";
import { canonicalJson } from "../kernel/canonical-json.ts";
import { jsonOf } from "../ir/json-of.ts";

/**
 * How many stewards a change of governance needs. An introduction that changes anything else needs
 * what both ways ask for: the enemy brings a new system along to change people or quorums by the
 * smaller number of approvals.
 */
export function neededQuorum(
  classified: PullRequestClass,
  { quorum, ...charter }: Charter,
  proposed: Charter | undefined,
): number {
  if (classified.kind !== "introduction") return quorum.amendment;
  const isAlone = proposed !== undefined && adds(classified, { quorum, ...charter }, proposed);
  return isAlone ? quorum.introduction : Math.max(quorum.introduction, quorum.amendment);
}

type Introduction = Extract<PullRequestClass, { readonly kind: "introduction" }>;

/** Nothing but entries for the new systems, and files of theirs. */
function adds({ systems, paths }: Introduction, charter: Charter, proposed: Charter): boolean {
  const kept = Object.entries(proposed.systems).filter(
    ([name]) => !systems.includes(name) || Object.hasOwn(charter.systems, name),
  );
  const rest = { ...proposed, systems: Object.fromEntries(kept) };
  if (canonicalJson(jsonOf(rest)) !== canonicalJson(jsonOf(charter))) return false;
  const roots = systems.flatMap((name) => proposed.systems[name]?.path ?? []);
  return paths.every((path) => path === CHARTER_PATH || roots.some((root) => isWithin(root, path)));
}
