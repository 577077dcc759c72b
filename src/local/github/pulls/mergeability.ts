import { forgeSignature } from "../accounts/commit-identity.ts";
import { latestRuns, missingChecks, requirementsOf } from "../checks/required-checks.ts";
import { loadCommit } from "../git/commit.ts";
import { isAncestor } from "../git/history.ts";
import { mergeCommits, saveTreeCommit } from "../git/object-model.ts";
import { branchTip, type Repository } from "../repositories/repository.ts";
import type { Pull } from "./pull.ts";

/** The base that a pull request is compared with: its branch's tip, frozen once it is closed. */
export function baseOf(repository: Repository, pull: Pull): string {
  if (pull.state === "closed") return pull.baseSha;
  return branchTip(repository, pull.baseBranch) ?? pull.baseSha;
}

/** The test merge behind `refs/pull/N/merge`; nothing when the branches conflict. */
function testMerge(repository: Repository, pull: Pull): string | undefined {
  const base = baseOf(repository, pull);
  const merged = mergeCommits(repository.objects, base, pull.headSha);
  const ref = `refs/pull/${pull.number}/merge`;
  if (merged.kind === "conflict") {
    repository.refs.delete(ref);
    return undefined;
  }
  const at = loadCommit(repository.objects, pull.headSha).committer.at;
  const signature = forgeSignature(new Date(at * 1000));
  const sha = saveTreeCommit(repository.objects, merged.tree, {
    parents: [base, pull.headSha],
    author: signature,
    committer: signature,
    message: `Merge ${pull.headSha} into ${base}`,
  });
  repository.refs.set(ref, sha);
  return sha;
}

export function isBehind(repository: Repository, pull: Pull): boolean {
  return !isAncestor(repository.objects, baseOf(repository, pull), pull.headSha);
}

export function approvalsOf(pull: Pull): number {
  const latest = new Map<number, string>();
  for (const review of pull.reviews) {
    if (review.state !== "COMMENTED" && review.state !== "PENDING") {
      latest.set(review.author.account.id, review.state);
    }
  }
  return [...latest.values()].filter((state) => state === "APPROVED").length;
}

function isBlocked(repository: Repository, pull: Pull): boolean {
  const rules = requirementsOf(repository, pull.baseBranch);
  const approvals = repository.protections.get(pull.baseBranch)?.approvals ?? 0;
  return (
    missingChecks(repository, pull.headSha, rules) !== undefined || approvalsOf(pull) < approvals
  );
}

function openState(repository: Repository, pull: Pull): string {
  const rules = requirementsOf(repository, pull.baseBranch);
  if (pull.isDraft) return "draft";
  if (isBlocked(repository, pull)) return "blocked";
  if (rules.some((rule) => rule.strict) && isBehind(repository, pull)) return "behind";
  const bad = new Set([undefined, "failure", "timed_out", "cancelled", "action_required"]);
  const runs = latestRuns(repository, pull.headSha);
  return runs.some((run) => bad.has(run.conclusion)) ? "unstable" : "clean";
}

/** GitHub's `mergeable`, `mergeable_state` and `merge_commit_sha` for this moment. */
export function mergeabilityOf(
  repository: Repository,
  pull: Pull,
): {
  readonly mergeable: boolean | null;
  readonly state: string;
  readonly mergeCommit: string | null;
} {
  if (pull.state === "closed") {
    return { mergeable: null, state: "unknown", mergeCommit: pull.merged?.sha ?? null };
  }
  const merge = testMerge(repository, pull);
  if (merge === undefined) return { mergeable: false, state: "dirty", mergeCommit: null };
  return { mergeable: true, state: openState(repository, pull), mergeCommit: merge };
}
