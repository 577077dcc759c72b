import type { Author } from "../accounts/author.ts";
import { forgeSignature } from "../accounts/commit-identity.ts";
import { activeRulesets, missingChecks, requirementsOf } from "../checks/required-checks.ts";
import { mergeCommits, saveTreeCommit } from "../git/object-model.ts";
import type { Place } from "../git/present-git.ts";
import { announcePull } from "../pulls/announce-pull.ts";
import { markMerged } from "../pulls/close-pull.ts";
import type { Pull } from "../pulls/pull.ts";
import { moveRef } from "../repositories/move-ref.ts";
import { branchTip, type QueueEntry, type Repository } from "../repositories/repository.ts";
import { announceGroup } from "./announce-group.ts";

export function hasQueue(repository: Repository, branch: string): boolean {
  return activeRulesets(repository, branch).some((ruleset) => ruleset.hasQueue);
}

type Enqueuing = { readonly pull: Pull; readonly author: Author };

/** A place in the queue, or GitHub's sentence on why there is none. */
export function enqueue(place: Place, { pull, author }: Enqueuing): QueueEntry | string {
  const { repository } = place;
  if (!hasQueue(repository, pull.baseBranch)) return "The merge queue is not enabled";
  if (repository.queue.some((entry) => entry.pull === pull.number)) {
    return "Pull request is already in the queue";
  }
  const rules = requirementsOf(repository, pull.baseBranch);
  const missing = pull.state === "closed" ? "Pull request is closed" : undefined;
  const refusal = missing ?? missingChecks(repository, pull.headSha, rules);
  if (refusal !== undefined) return refusal;
  const entry = buildGroup(place, { pull, author });
  if (entry === undefined) return "Pull request has merge conflicts";
  announcePull(place, pull, { action: "enqueued", sender: author.account });
  announceGroup(place, entry, { action: "checks_requested", sender: author.account });
  return entry;
}

/** On top of the group before it, as if everything ahead in the queue were merged. */
function buildGroup(place: Place, { pull, author }: Enqueuing): QueueEntry | undefined {
  const { repository, world } = place;
  const base = repository.queue.at(-1)?.group ?? branchTip(repository, pull.baseBranch) ?? "";
  const merged = mergeCommits(repository.objects, base, pull.headSha);
  if (merged.kind === "conflict") return undefined;
  const signature = forgeSignature(world.now());
  const group = saveTreeCommit(repository.objects, merged.tree, {
    parents: [base, pull.headSha],
    author: signature,
    committer: signature,
    message: `Merge pull request #${pull.number} from ${pull.head.branch}\n\n${pull.title}`,
  });
  const ref = `refs/heads/gh-readonly-queue/${pull.baseBranch}/pr-${pull.number}-${base}`;
  const id = `MQE_${world.nextId()}`;
  const entry: QueueEntry = { id, pull: pull.number, author, base, group, ref };
  repository.queue.push(entry);
  moveRef(place, { author, ref, to: group });
  return entry;
}

/** What a finished check means for the queue: its head merges, or leaves and lets the others try anew. */
export function settleQueue(place: Place, sha: string): void {
  const { repository } = place;
  if (!repository.queue.some(({ group }) => group === sha)) return;
  for (let entry = repository.queue[0]; entry !== undefined; entry = repository.queue[0]) {
    const pull = repository.pulls.get(entry.pull);
    if (pull === undefined) return;
    const rules = requirementsOf(repository, pull.baseBranch);
    const missing = missingChecks(repository, entry.group, rules);
    if (missing === undefined) mergeGroup(place, entry, pull);
    else if (missing.includes("failing")) throwOut(place, entry, pull);
    else return;
  }
}

function mergeGroup(place: Place, entry: QueueEntry, pull: Pull): void {
  const { group: sha, base, author } = entry;
  place.repository.queue.shift();
  markMerged(place, pull, { by: author.account, sha, base });
  moveRef(place, { author, ref: `refs/heads/${pull.baseBranch}`, to: sha });
  dissolve(place, entry, "merged");
}

/** Whatever was built on its group is built anew without it. */
function throwOut(place: Place, entry: QueueEntry, pull: Pull): void {
  const { repository } = place;
  const behind = repository.queue.splice(0);
  dissolve(place, entry, "invalidated");
  const extra = { reason: "CI_FAILURE" };
  announcePull(place, pull, { action: "dequeued", sender: entry.author.account, extra });
  for (const other of behind.slice(1)) {
    dissolve(place, other, "invalidated");
    const next = repository.pulls.get(other.pull);
    if (next === undefined) continue;
    const rebuilt = buildGroup(place, { pull: next, author: other.author });
    if (rebuilt === undefined) continue;
    announceGroup(place, rebuilt, { action: "checks_requested", sender: other.author.account });
  }
}

function dissolve(place: Place, entry: QueueEntry, reason: "merged" | "invalidated"): void {
  const { author, ref } = entry;
  moveRef(place, { author, ref, to: undefined });
  announceGroup(place, entry, { action: "destroyed", sender: author.account, reason });
}
