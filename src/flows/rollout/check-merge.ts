import { type Approvals, suffice } from "../../core/constitution/approvals.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { kindIn, type SystemPlace } from "../../core/ir/system-place.ts";
import { mergeByPath } from "../../core/ir/merge-by-path.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import { readSystem } from "../../core/ir/read-system.ts";
import type { PullNumber } from "../../core/kernel/ids.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import type { PullRequest, Repository } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import { boundOf } from "../reading/bound-of.ts";
import { gatherChange, type GatheredChange } from "../reading/gather-change.ts";
import { loadApprovals, loadEmergencyApprovals, loadVouchers } from "../reading/load-approvals.ts";

type Merging = {
  readonly ports: Pick<Ports, "store">;
  readonly repository: Repository;
  readonly pull: PullNumber;
  readonly record: PullRecord | undefined;
  /** True while an incident keeps the system from advancing. */
  readonly isStopped: boolean;
  /** What is to be merged; people may vouch for it beside its evidence, or in place of any. */
  readonly rollout: Pick<Rollout, "isEmergency" | "vouching"> | undefined;
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
  { ports, repository, rollout }: Merging,
  pull: PullRequest,
  gathered: GatheredChange,
): Promise<boolean> {
  const reconciling = { ports, repository, pull };
  const asked: Promise<Approvals>[] = [];
  if (rollout?.isEmergency === true) {
    asked.push(loadEmergencyApprovals({ reconciling, gathered }));
  } else if (gathered.change.pullRequestClass.kind === "amendment") {
    asked.push(loadApprovals({ reconciling, gathered }));
  }
  const vouching = rollout?.vouching;
  if (vouching !== undefined) asked.push(loadVouchers(reconciling, vouching.for));
  return (await Promise.all(asked)).every(suffice);
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
