import type { Account } from "../accounts/account.ts";
import type { Place } from "../git/present-git.ts";
import { branchTip } from "../repositories/repository.ts";
import { announcePull } from "./announce-pull.ts";
import type { Pull } from "./pull.ts";

/** Freezes the base as it is now, so that the diff of a closed pull request stays what it was. */
export function closePull(place: Place, pull: Pull, by: Account): void {
  const now = place.world.now();
  pull.baseSha = branchTip(place.repository, pull.baseBranch) ?? pull.baseSha;
  pull.state = "closed";
  pull.closedAt = now;
  pull.updatedAt = now;
  announcePull(place, pull, { action: "closed", sender: by });
}

type Merge = { readonly by: Account; readonly sha: string; readonly base: string };

/** `base` is the tip before the merge. */
export function markMerged(place: Place, pull: Pull, merge: Merge): void {
  const now = place.world.now();
  pull.baseSha = merge.base;
  pull.state = "closed";
  pull.closedAt = now;
  pull.updatedAt = now;
  pull.merged = { at: now, by: merge.by, sha: merge.sha };
  place.repository.refs.delete(`refs/pull/${pull.number}/merge`);
  announcePull(place, pull, { action: "closed", sender: merge.by });
}
