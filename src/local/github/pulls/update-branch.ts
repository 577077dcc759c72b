import { z } from "zod";
import { forgeSignature, signatureOf } from "../accounts/commit-identity.ts";
import { mergeCommits, saveTreeCommit } from "../git/object-model.ts";
import { refused, type Reply } from "../http/reply.ts";
import { moveRef } from "../repositories/move-ref.ts";
import { baseOf, isBehind } from "./mergeability.ts";
import { pullRoute, type PullVisit } from "./pull-route.ts";

const body = z.object({ expected_head_sha: z.string().optional() });

function answer(visit: PullVisit<z.infer<typeof body>>): Reply {
  const { world, repository, author, pull } = visit;
  const expected = visit.body.expected_head_sha;
  if (expected !== undefined && expected !== pull.headSha) {
    return refused(422, "expected_head_sha does not match the head ref of the pull request.");
  }
  const home = world.repositories.get(pull.head.repositoryId);
  if (home === undefined || pull.state === "closed") return refused(422, "Validation Failed");
  if (!isBehind(repository, pull)) {
    return refused(422, "There are no new commits on the base branch.");
  }
  const base = baseOf(repository, pull);
  const merged = mergeCommits(repository.objects, pull.headSha, base);
  if (merged.kind === "conflict") return refused(422, "merge conflict between base and head");
  const sha = saveTreeCommit(repository.objects, merged.tree, {
    parents: [pull.headSha, base],
    author: signatureOf(author.account, world.now()),
    committer: forgeSignature(world.now()),
    message: `Merge branch '${pull.baseBranch}' into ${pull.head.branch}`,
  });
  const place = { world, repository: home };
  moveRef(place, { author, ref: `refs/heads/${pull.head.branch}`, to: sha });
  const url = `${world.url}/${home.owner.login}/${home.name}/pull/${pull.number}`;
  return { status: 202, body: { message: "Updating pull request branch.", url } };
}

/** GitHub does this in the background; here it is done when the answer arrives. */
export const updateBranchRoute = pullRoute({
  method: "PUT",
  path: "/update-branch",
  user: "write",
  body,
  answer,
});
