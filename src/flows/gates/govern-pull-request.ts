import type { Digest } from "../../core/kernel/digest.ts";
import { systemToRun } from "../../core/ir/pull-request-class.ts";
import type { PullRequest } from "../../ports/forge.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import { boundOf } from "../reading/bound-of.ts";
import { branchKey } from "../reconcile/branch-desk.ts";
import { gatherChange, type Gathered, type GatheredChange } from "../reading/gather-change.ts";
import { glanceOf } from "../reading/glance-of.ts";
import { hasNewEvidence } from "../evaluation/wake-quarantined.ts";
import type { Governed, Governing } from "./governing.ts";
import { enactAmendment } from "../rollout/enact-amendment.ts";
import { governAmendment } from "./govern-amendment.ts";
import { governMutation } from "./govern-mutation.ts";
import { governRestoration } from "./govern-restoration.ts";
import { refuseChange } from "./refuse-change.ts";
import { passUntouched } from "./pass-untouched.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";
import { voidRollout } from "../rollout/void-rollout.ts";

/** States that a look may change without anything new in git: approvals come, and are taken back. */
const UNFINISHED: readonly string[] = ["checking", "waiting", "approvals", "approved"];

/** States of a pull request that was closed; when it is open again, it begins anew. */
const CLOSED: readonly string[] = ["withdrawn", "voided", "merged"];

/** How a head ended for good: nothing that is said of it later brings it back, but a person. */
const ENDED: readonly string[] = ["promoted", "rolled-back"];

/**
 * Decides what a pull request is and takes it through the gates, unless that was done before for
 * the same head, base, charter and suites. Nothing at all when the repository has no charter, or
 * when the pull request is for another branch than the default one.
 */
export async function governPullRequest(reconciling: Reconciling): Promise<Governed | undefined> {
  const { ports, lease, pull } = reconciling;
  const earlier = await ports.store.transact((tx) => tx.pulls.load(lease.key));
  if (!pull.isOpen) return closeRecord(reconciling, earlier);
  return (await governRestoration(reconciling, earlier)) ?? governOpen(reconciling, earlier);
}

/** The base has this very head: a moment later GitHub shows it merged, and nothing is left to judge. */
function isMerging(
  earlier: PullRecord | undefined,
  { change }: GatheredChange,
  { headSha }: PullRequest,
): boolean {
  return earlier?.headSha === headSha && change.base.commit === headSha;
}

async function governOpen(
  reconciling: Reconciling,
  earlier: PullRecord | undefined,
): Promise<Governed | undefined> {
  const { ports, pull } = reconciling;
  const inputs = glanceOf(pull);
  const finished = await finishedOf(ports, earlier);
  if (finished?.inputs === inputs || hasEnded(finished, pull)) return {};
  const gathered = await gatherGoverned(reconciling);
  if (gathered.kind !== "gathered") {
    await voidRollout(reconciling);
    if (gathered.kind === "silent") return undefined;
    await refuseChange(reconciling, { ...gathered, inputs });
    return {};
  }
  const bound = boundOf(pull, gathered);
  if (isMerging(earlier, gathered, pull)) return {};
  if (finished !== undefined && stands(finished, gathered, bound)) {
    await ports.store.transact((tx) =>
      tx.pulls.save({ ...finished, inputs, baseSha: pull.baseSha }),
    );
    return {};
  }
  await voidRollout(reconciling);
  const governing = { reconciling, gathered, inputs, bound };
  return governClass(earlier === undefined ? governing : { ...governing, earlier });
}

/**
 * What the default branch does not receive is nobody's production. The enemy is a branch of the
 * proposer's own with a weaker charter on it: as a base it would be judge and production at once,
 * and a check that passes there would count for the same commit on the default branch too.
 */
async function gatherGoverned({ repository, pull }: Reconciling): Promise<Gathered> {
  if (pull.baseRef !== repository.defaultBranch) return { kind: "silent" };
  return gatherChange(repository, pull);
}

/** One that never got as far as a roll-out still wants nothing of its system any more. */
async function closeRecord(
  { ports, lease, pull }: Reconciling,
  earlier: PullRecord | undefined,
): Promise<Governed | undefined> {
  if (earlier === undefined) return undefined;
  const state = pull.isMerged ? "merged" : "withdrawn";
  const now = ports.clock.now();
  if (![...CLOSED, ...ENDED].includes(earlier.state)) {
    await ports.store.transact(async (tx) => {
      await tx.work.assertHeld(lease);
      if (pull.isMerged)
        await tx.work.mark(branchKey(lease.key.repositoryId), lease.installation, now);
      else await tx.incidents.withdraw(lease.key);
      await enactAmendment(tx, { record: earlier, pull, now });
      await tx.pulls.save({ ...earlier, state });
    });
  }
  return {};
}

/** A quarantine is finished for as long as there is no new evidence. */
async function finishedOf(
  ports: Reconciling["ports"],
  earlier: PullRecord | undefined,
): Promise<PullRecord | undefined> {
  const isOpenEnded = [...UNFINISHED, ...CLOSED].includes(earlier?.state ?? "");
  if (earlier === undefined || isOpenEnded) return undefined;
  return (await hasNewEvidence(ports, earlier)) ? undefined : earlier;
}

function hasEnded(finished: PullRecord | undefined, { headSha }: PullRequest): boolean {
  return finished?.headSha === headSha && ENDED.includes(finished.state);
}

/**
 * A moved base voids nothing while systems, charter and suites stay what was decided on. A
 * rejection also stands when only the baseline moved: a newer baseline cannot make it lawful.
 */
function stands(earlier: PullRecord, gathered: GatheredChange, bound: Digest): boolean {
  if (earlier.bound !== bound) return false;
  const knowsBaseline = (earlier.reason === "baseline-moved") === gathered.baselineMoved;
  return knowsBaseline || earlier.state === "rejected";
}

function governClass(governing: Governing): Promise<Governed> {
  const { pullRequestClass } = governing.gathered.change;
  if (systemToRun(pullRequestClass) !== undefined) return governMutation(governing);
  switch (pullRequestClass.kind) {
    case "mixed":
    case "several-systems":
      return governMutation(governing);
    case "amendment":
    case "introduction":
    case "genesis":
      return governAmendment(governing);
    default:
      return passUntouched(governing);
  }
}
