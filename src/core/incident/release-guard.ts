/** One place where GitHub requires the release check before anything is merged into a branch. */
export type Requirement = {
  /** `ruleset 12`, or `branch protection`. */
  readonly source: string;
  /** Only this app's own check counts, and no other of the same name. */
  readonly isPinned: boolean;
  /** Who may merge past it; absent where GitHub does not tell this app. */
  readonly bypass?: readonly string[];
};

/** How a branch is guarded, all requirements together; GitHub lets a merge through that meets all. */
export type ReleaseGuard = {
  readonly isRequired: boolean;
  readonly isPinned: boolean;
  readonly bypass?: readonly string[];
};

/** How a guard became weaker than it was. */
export type GuardLoss =
  | { readonly kind: "not-required" }
  | { readonly kind: "not-pinned" }
  | { readonly kind: "bypass-added"; readonly actors: readonly string[] };

/**
 * Whoever merges past one requirement is still held by the next, so only those get past who are on
 * the list of each. A list that nobody shows us says nothing, and is not taken for an empty one
 * where another would have to be compared with it.
 */
export function guardBy(requirements: readonly Requirement[]): ReleaseGuard {
  const pinned = requirements.filter(({ isPinned }) => isPinned);
  const counted = pinned.length > 0 ? pinned : requirements;
  const lists = counted.map(({ bypass }) => bypass);
  const isRequired = requirements.length > 0;
  const guard = { isRequired, isPinned: pinned.length > 0 };
  const [first] = lists;
  if (lists.some((list) => list?.length === 0)) return { ...guard, bypass: [] };
  if (first === undefined || lists.includes(undefined)) return guard;
  const shared = first.filter((actor) => lists.every((list) => list?.includes(actor)));
  return { ...guard, bypass: [...new Set(shared)].sort() };
}

/** What a branch was guarded by and is no longer. A branch that never was guarded loses nothing. */
export function guardLosses(before: ReleaseGuard, now: ReleaseGuard): readonly GuardLoss[] {
  if (!before.isRequired) return [];
  if (!now.isRequired) return [{ kind: "not-required" }];
  if (before.isPinned && !now.isPinned) return [{ kind: "not-pinned" }];
  const { bypass: known } = before;
  const actors = (known && now.bypass?.filter((actor) => !known.includes(actor))) ?? [];
  return actors.length === 0 ? [] : [{ kind: "bypass-added", actors }];
}

/** What is remembered when nothing was lost: a list that was seen once is not forgotten unseen. */
export function strengthened(before: ReleaseGuard | undefined, now: ReleaseGuard): ReleaseGuard {
  const bypass = now.bypass ?? before?.bypass;
  return { ...now, ...(bypass === undefined ? {} : { bypass }) };
}

/** A loss in one line, the same for the same loss: an incident is told apart by it. */
export function nameOfLoss(loss: GuardLoss): string {
  return loss.kind === "bypass-added" ? `${loss.kind}: ${loss.actors.join(", ")}` : loss.kind;
}
