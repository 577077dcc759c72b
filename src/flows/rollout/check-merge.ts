import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { kindIn, type SystemPlace } from "../../core/ir/system-place.ts";
import { mergeByPath } from "../../core/ir/merge-by-path.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { readSystem } from "../../core/ir/read-system.ts";
import type { PullNumber } from "../../core/kernel/ids.ts";
import type { PullRequest, Repository } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import { boundOf } from "../reading/bound-of.ts";
import { gatherChange, type GatheredChange } from "../reading/gather-change.ts";
import { loadApprovals, loadEmergencyApprovals } from "../reading/load-approvals.ts";

type Merging = {
  readonly ports: Pick<Ports, "store">;
  readonly repository: Repository;
  readonly pull: PullNumber;
  readonly record: PullRecord | undefined;
  /** True while an incident keeps the system from advancing. */
  readonly isStopped: boolean;
  /** True where people vouch for the head in place of evidence. */
  readonly isEmergency: boolean;
};

/**
 * Why a decided head may not be merged into what its branch has become, or nothing. GitHub compares
 * the head alone: between the last look and the merge, somebody else's merge can give the system
 * another baseline, and what came out would be a version that nobody ever ran.
 */
export async function checkMerge(merging: Merging): Promise<ReasonCode | undefined> {
  const { repository, record } = merging;
  const pull = await repository.pull(merging.pull);
  // Merged already: performing it again only finds out which head it was.
  if (pull.isMerged) return undefined;
  if (merging.isStopped) return "incident-open";
  if (pull.baseRef !== repository.defaultBranch) return "decision-voided";
  const gathered = await gatherChange(repository, pull);
  if (gathered.kind !== "gathered" || record?.bound !== boundOf(pull, gathered)) {
    return "decision-voided";
  }
  if (!mergesAsDecided(gathered)) return "merge-tree-differs";
  return (await isStillApproved(merging, pull, gathered)) ? undefined : "approvals-lapsed";
}

/**
 * Weeks may pass between the approvals and the end of a canary: whoever took an approval back, or
 * lost the right to give one, no longer stands behind what would be merged now.
 */
async function isStillApproved(
  { ports, repository, isEmergency }: Merging,
  pull: PullRequest,
  gathered: GatheredChange,
): Promise<boolean> {
  const isAmendment = gathered.change.pullRequestClass.kind === "amendment";
  if (!isAmendment && !isEmergency) return true;
  const reconciling = { ports, repository, pull };
  const { standing, needed } = isEmergency
    ? await loadEmergencyApprovals({ reconciling, gathered })
    : await loadApprovals({ reconciling, gathered });
  return standing.length >= needed;
}

function mergesAsDecided({ change, tip, rules, baselineMoved }: GatheredChange): boolean {
  const { base, head, mutation } = change;
  if (baselineMoved || mutation === undefined || rules === undefined) return false;
  const { tree, contested } = mergeByPath({ base: base.tree, ours: tip.tree, theirs: head.tree });
  if (contested.some((path) => isOfSystem(path, rules))) return false;
  const blobs = new Map([...tip.blobs, ...head.blobs]);
  const snapshot = { commit: head.commit, tree, blobs };
  return isDecided(mutation, { root: rules.path, format: rules.format, snapshot });
}

function isDecided(
  { system, after }: Mutation,
  merged: Omit<Parameters<typeof readSystem>[0], "name">,
): boolean {
  const read = readSystem({ name: system, ...merged });
  return read.ok && read.value.digest === after.digest;
}

function isOfSystem(path: string, place: SystemPlace): boolean {
  const kind = kindIn(place, path);
  return (kind !== undefined || path.startsWith(`${place.path}/`)) && kind !== "inert";
}
