import type { Account } from "../accounts/account.ts";
import type { Place } from "../git/present-git.ts";
import { announcePull } from "./announce-pull.ts";

/** Turns a draft into a proposal or back, for which GitHub has a button and no REST endpoint. */
export function setDraft(
  place: Place,
  wanted: { readonly number: number; readonly isDraft: boolean; readonly by: Account },
): void {
  const pull = place.repository.pulls.get(wanted.number);
  if (pull === undefined) throw new Error(`no pull request ${wanted.number}`);
  if (pull.isDraft === wanted.isDraft) return;
  pull.isDraft = wanted.isDraft;
  pull.updatedAt = place.world.now();
  const action = wanted.isDraft ? "converted_to_draft" : "ready_for_review";
  announcePull(place, pull, { action, sender: wanted.by });
}
