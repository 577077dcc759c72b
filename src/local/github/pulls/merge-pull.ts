import { z } from "zod";
import { forgeSignature, signatureOf } from "../accounts/commit-identity.ts";
import { missingChecks, requirementsFor } from "../checks/required-checks.ts";
import { loadCommit, saveCommit } from "../git/commit.ts";
import { commitsBetween } from "../git/history.ts";
import { mergeCommits, saveTreeCommit } from "../git/object-model.ts";
import { saveFlatTree, type FlatTree } from "../git/flat-tree.ts";
import { ok, refused, type Reply } from "../http/reply.ts";
import { hasQueue } from "../queue/merge-queue.ts";
import { moveRef } from "../repositories/move-ref.ts";
import { roleOf } from "../repositories/repository.ts";
import { markMerged } from "./close-pull.ts";
import { approvalsOf, baseOf, isBehind } from "./mergeability.ts";
import { pullRoute, type PullVisit } from "./pull-route.ts";

const body = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.enum(["merge", "squash", "rebase"]).default("merge"),
});
type Visit = PullVisit<z.infer<typeof body>>;

function refuseByReviews({ repository, pull, author }: Visit): string | undefined {
  const protection = repository.protections.get(pull.baseBranch);
  const isAdmin = author.app === undefined && roleOf(repository, author.account) === "admin";
  const isExempt = isAdmin && protection?.enforceAdmins === false;
  const wanted = isExempt ? 0 : (protection?.approvals ?? 0);
  if (approvalsOf(pull) >= wanted) return undefined;
  return `At least ${wanted} approving review is required by reviewers with write access.`;
}

/** GitHub looks at the rules before it looks at the expected head. */
function refuseByRules(visit: Visit): string | undefined {
  const { repository, pull, author } = visit;
  const rules = requirementsFor(repository, pull.baseBranch, author);
  const missing = missingChecks(repository, pull.headSha, rules);
  if (missing !== undefined) return missing;
  if (rules.some((rule) => rule.strict) && isBehind(repository, pull)) {
    return "Head branch is out of date. Review and try the merge again.";
  }
  return refuseByReviews(visit);
}

const QUEUE_ONLY = "Changes must be made through the merge queue";

function refuse(visit: Visit): Reply | undefined {
  const { pull, body } = visit;
  if (pull.state === "closed") return refused(405, "Pull Request is not mergeable");
  if (pull.isDraft) return refused(405, "Pull Request is still a draft");
  if (body.sha !== undefined && body.sha !== pull.headSha) {
    return refused(409, "Head branch was modified. Review and try the merge again.");
  }
  const isQueued = hasQueue(visit.repository, pull.baseBranch);
  const rule = refuseByRules(visit) ?? (isQueued ? QUEUE_ONLY : undefined);
  return rule === undefined ? undefined : refused(405, rule);
}

function messageOf(visit: Visit): string {
  const { pull, body, world } = visit;
  const head = world.repositories.get(pull.head.repositoryId);
  const isSquash = body.merge_method === "squash";
  const title = isSquash
    ? `${pull.title} (#${pull.number})`
    : `Merge pull request #${pull.number} from ${head?.owner.login ?? "unknown"}/${pull.head.branch}`;
  const text = body.commit_message ?? (isSquash ? "" : pull.title);
  return [body.commit_title ?? title, text].filter((part) => part !== "").join("\n\n");
}

/** Replays each commit on the base; nothing when one of them conflicts. */
function rebase(visit: Visit, base: string): string | undefined {
  const { objects } = visit.repository;
  const committer = forgeSignature(visit.world.now());
  let tip = base;
  for (const sha of commitsBetween(objects, base, visit.pull.headSha)) {
    const commit = loadCommit(objects, sha);
    const merged = mergeCommits(objects, tip, sha);
    if (merged.kind === "conflict") return undefined;
    tip = saveTreeCommit(objects, merged.tree, { ...commit, parents: [tip], committer });
  }
  return tip;
}

function commitMerge(visit: Visit, base: string, tree: FlatTree): string | undefined {
  const { world, repository, pull, author, body } = visit;
  if (body.merge_method === "rebase") return rebase(visit, base);
  const now = world.now();
  const parents = body.merge_method === "squash" ? [base] : [base, pull.headSha];
  const isSquash = body.merge_method === "squash";
  return saveCommit(repository.objects, {
    tree: saveFlatTree(repository.objects, tree),
    parents,
    author: signatureOf(isSquash ? pull.author.account : author.account, now),
    committer: forgeSignature(now),
    message: messageOf(visit),
  });
}

function answer(visit: Visit): Reply {
  const { repository, pull, author } = visit;
  const refusal = refuse(visit);
  if (refusal !== undefined) return refusal;
  const base = baseOf(repository, pull);
  const merged = mergeCommits(repository.objects, base, pull.headSha);
  if (merged.kind === "conflict") return refused(405, "Pull Request is not mergeable");
  const sha = commitMerge(visit, base, merged.tree);
  if (sha === undefined) return refused(405, "This branch can't be rebased");
  markMerged(visit, pull, { by: author.account, sha, base });
  moveRef(visit, { author, ref: `refs/heads/${pull.baseBranch}`, to: sha });
  return ok({ sha, merged: true, message: "Pull Request successfully merged" });
}

/** Needs `contents: write` from an app, since it commits to the base. */
export const mergePullRoute = pullRoute({
  method: "PUT",
  path: "/merge",
  app: ["contents:write"],
  user: "write",
  body,
  answer,
});
