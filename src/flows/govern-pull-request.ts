import { digestOf, digestOfJson, type Digest } from "../core/kernel/digest.ts";
import type { PullRequest } from "../ports/forge.ts";
import type { PullRecord } from "../ports/store/pulls.ts";
import { boundOf } from "./bound-of.ts";
import { gatherChange, type GatheredChange } from "./gather-change.ts";
import type { Governed, Governing } from "./governing.ts";
import { governAmendment } from "./govern-amendment.ts";
import { governMutation } from "./govern-mutation.ts";
import { refuseChange } from "./refuse-change.ts";
import { passUntouched } from "./pass-untouched.ts";
import type { Reconciling } from "./reconciling.ts";

/** States from which a look without anything new has nothing to do. */
const UNFINISHED: readonly string[] = ["checking", "waiting", "approvals"];

/**
 * Decides what a pull request is and takes it through the gates, unless that was done before for
 * the same head, base, charter and suites. Nothing at all when the repository has no charter.
 */
export async function governPullRequest(reconciling: Reconciling): Promise<Governed | undefined> {
  const { ports, lease, pull } = reconciling;
  const earlier = await ports.store.transact((tx) => tx.pulls.load(lease.key));
  if (!pull.isOpen) return earlier === undefined ? undefined : {};
  const inputs = glanceOf(pull);
  const finished = finishedOf(earlier);
  if (finished?.inputs === inputs) return {};
  const gathered = await gatherChange(reconciling.repository, pull);
  if (gathered.kind === "silent") return undefined;
  if (gathered.kind === "unreadable") {
    await refuseChange(reconciling, { ...gathered, inputs });
    return {};
  }
  const bound = boundOf(pull, gathered);
  if (finished !== undefined && stands(finished, gathered, bound)) {
    await ports.store.transact((tx) =>
      tx.pulls.save({ ...finished, inputs, baseSha: pull.baseSha }),
    );
    return {};
  }
  const governing = { reconciling, gathered, inputs, bound };
  return governClass(earlier === undefined ? governing : { ...governing, earlier });
}

function finishedOf(earlier: PullRecord | undefined): PullRecord | undefined {
  return earlier !== undefined && UNFINISHED.includes(earlier.state) ? undefined : earlier;
}

/** What can be compared without reading a tree. The body counts: it carries the objective. */
function glanceOf(pull: PullRequest): Digest {
  return digestOfJson({
    head: pull.headSha,
    base: pull.baseSha,
    body: digestOf(pull.body),
    draft: pull.isDraft,
  });
}

/**
 * A moved base voids nothing while systems, charter and suites stay what was decided on. A
 * rejection also stands when only the baseline moved: a newer baseline cannot make it lawful.
 */
function stands(earlier: PullRecord, gathered: GatheredChange, bound: Digest): boolean {
  if (earlier.bound !== bound) return false;
  return !gathered.baselineMoved || earlier.state === "rejected";
}

function governClass(governing: Governing): Promise<Governed> {
  switch (governing.gathered.change.pullRequestClass.kind) {
    case "mutation":
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
