import { openSuites } from "../checks/open-suites.ts";
import { isAncestor } from "../git/history.ts";
import type { Place } from "../git/present-git.ts";
import { announcePush, type RefMove } from "../hooks/announce-push.ts";
import { announcePull } from "../pulls/announce-pull.ts";
import { closePull, markMerged } from "../pulls/close-pull.ts";
import type { Pull } from "../pulls/pull.ts";
import type { Author } from "../accounts/author.ts";

type Move = { readonly author: Author; readonly ref: string; readonly to: string | undefined };

function openPulls(place: Place): readonly { readonly at: Place; readonly pull: Pull }[] {
  return [...place.world.repositories.values()].flatMap((repository) =>
    [...repository.pulls.values()]
      .filter((pull) => pull.state === "open")
      .map((pull) => ({ at: { world: place.world, repository }, pull })),
  );
}

function synchronize(place: Place, move: RefMove, author: Author): void {
  const branch = move.ref.slice("refs/heads/".length);
  for (const { at, pull } of openPulls(place)) {
    if (pull.head.repositoryId !== place.repository.id || pull.head.branch !== branch) continue;
    if (move.after === undefined) {
      closePull(at, pull, author.account);
      continue;
    }
    const before = pull.headSha;
    pull.headSha = move.after;
    pull.baseSha = at.repository.refs.get(`refs/heads/${pull.baseBranch}`) ?? pull.baseSha;
    pull.updatedAt = place.world.now();
    at.repository.refs.set(`refs/pull/${pull.number}/head`, move.after);
    const extra = { before, after: move.after };
    announcePull(at, pull, { action: "synchronize", sender: author.account, extra });
  }
}

/** A pull request whose commits reach its base by a push counts as merged. */
function settleBase(place: Place, move: RefMove, author: Author): void {
  const branch = move.ref.slice("refs/heads/".length);
  for (const { at, pull } of openPulls(place)) {
    if (at.repository !== place.repository || pull.baseBranch !== branch) continue;
    if (move.after === undefined) closePull(at, pull, author.account);
    else if (isAncestor(place.repository.objects, pull.headSha, move.after)) {
      const base = move.before ?? pull.baseSha;
      markMerged(at, pull, { by: author.account, sha: pull.headSha, base });
    }
  }
}

/** The one way a ref moves: everything that GitHub does after a push happens here. */
export function moveRef(place: Place, { author, ref, to }: Move): void {
  const { repository, world } = place;
  const before = repository.refs.get(ref);
  if (before === to) return;
  if (to === undefined) repository.refs.delete(ref);
  else repository.refs.set(ref, to);
  repository.pushedAt = world.now();
  repository.updatedAt = world.now();
  const move: RefMove = { ref, before, after: to };
  announcePush(place, move, author);
  if (!ref.startsWith("refs/heads/")) return;
  if (to !== undefined)
    openSuites(place, {
      sha: to,
      before,
      branch: ref.slice("refs/heads/".length),
      by: author.account,
    });
  synchronize(place, move, author);
  settleBase(place, move, author);
}
