import { emailOf } from "../accounts/commit-identity.ts";
import type { Json } from "../accounts/present-account.ts";
import { loadCommit } from "../git/commit.ts";
import { changesBetween } from "../git/file-changes.ts";
import { commitsBetween, isAncestor } from "../git/history.ts";
import { treeOf } from "../git/object-model.ts";
import { presentSimpleCommit, type Place } from "../git/present-git.ts";
import { pageUrl } from "../repositories/present-repository.ts";
import type { Repository } from "../repositories/repository.ts";
import type { Author } from "../accounts/author.ts";
import { announce } from "./announce.ts";

export type RefMove = {
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

const nothing = "0".repeat(40);

function presentPushedCommit(place: Place, sha: string): Json {
  const { objects } = place.repository;
  const [parent] = loadCommit(objects, sha).parents;
  const before = parent === undefined ? new Map() : treeOf(objects, parent);
  const changes = changesBetween(objects, { before, after: treeOf(objects, sha) });
  const paths = (status: string): readonly string[] =>
    changes.filter((change) => change.status === status).map((change) => change.path);
  return {
    ...presentSimpleCommit(place.repository, sha),
    url: `${pageUrl(place.world, place.repository)}/commit/${sha}`,
    distinct: true,
    added: [...paths("added"), ...paths("renamed")],
    removed: [
      ...paths("removed"),
      ...changes.flatMap((change) =>
        change.previousPath === undefined ? [] : [change.previousPath],
      ),
    ],
    modified: paths("modified"),
  };
}

/** Of a new branch, what the default branch does not have yet; a push shows 2,048 commits at most. */
function pushedCommits(repository: Repository, move: RefMove): readonly string[] {
  if (move.after === undefined) return [];
  const known = move.before ?? repository.refs.get(`refs/heads/${repository.defaultBranch}`);
  if (known === undefined) return [move.after];
  return commitsBetween(repository.objects, known, move.after).slice(-2048);
}

function presentPush(place: Place, move: RefMove, author: Author): Json {
  const { repository, world } = place;
  const before = move.before ?? nothing;
  const after = move.after ?? nothing;
  const commits = pushedCommits(repository, move).map((sha) => presentPushedCommit(place, sha));
  const isForced =
    move.before !== undefined &&
    move.after !== undefined &&
    !isAncestor(repository.objects, move.before, move.after);
  return {
    ref: move.ref,
    before,
    after,
    base_ref: null,
    created: move.before === undefined,
    deleted: move.after === undefined,
    forced: isForced,
    compare: `${pageUrl(world, repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits,
    head_commit: move.after === undefined ? null : presentPushedCommit(place, move.after),
    pusher: { name: author.account.login, email: emailOf(author.account) },
  };
}

/** `create` or `delete` where a ref begins or ends, and `push` always. */
export function announcePush(place: Place, move: RefMove, author: Author): void {
  const [, kind = "", name = ""] = /^refs\/(heads|tags)\/(.+)$/.exec(move.ref) ?? [];
  const sender = author.account;
  const body = {
    ref: name,
    ref_type: kind === "heads" ? "branch" : "tag",
    pusher_type: "user",
  };
  if (move.before === undefined) {
    const more = { master_branch: place.repository.defaultBranch, description: null };
    announce(place, { event: "create", sender, body: { ...body, ...more } });
  }
  if (move.after === undefined) announce(place, { event: "delete", sender, body });
  announce(place, { event: "push", sender, body: presentPush(place, move, author) });
}
