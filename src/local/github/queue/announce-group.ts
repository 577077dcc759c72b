import type { Account } from "../accounts/account.ts";
import { presentSimpleCommit, type Place } from "../git/present-git.ts";
import { announce } from "../hooks/announce.ts";
import type { QueueEntry } from "../repositories/repository.ts";

type Told = {
  readonly action: "checks_requested" | "destroyed";
  readonly sender: Account;
  readonly reason?: "merged" | "invalidated";
};

/** `merge_group`: a group waits for its required checks, or is there no longer. */
export function announceGroup(place: Place, entry: QueueEntry, told: Told): void {
  const { action, sender, reason } = told;
  const [base = ""] = entry.ref.replace("refs/heads/gh-readonly-queue/", "").split("/pr-");
  announce(place, {
    event: "merge_group",
    action,
    sender,
    body: {
      ...(reason === undefined ? {} : { reason }),
      merge_group: {
        head_sha: entry.group,
        head_ref: entry.ref,
        base_sha: entry.base,
        base_ref: `refs/heads/${base}`,
        head_commit: presentSimpleCommit(place.repository, entry.group),
      },
    },
  });
}
