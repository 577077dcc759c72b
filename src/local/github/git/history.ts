import { loadCommit } from "./commit.ts";
import type { ObjectStore } from "./objects.ts";

/** The commit itself and everything it descends from. */
function ancestorsOf(store: ObjectStore, id: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...loadCommit(store, next).parents);
  }
  return seen;
}

export function isAncestor(store: ObjectStore, older: string, newer: string): boolean {
  return ancestorsOf(store, newer).has(older);
}

/** Parents before children; among equals, the order of committing. */
function oldestFirst(store: ObjectStore, ids: ReadonlySet<string>): readonly string[] {
  const sorted: string[] = [];
  const placed = new Set<string>();
  const place = (id: string): void => {
    if (placed.has(id) || !ids.has(id)) return;
    placed.add(id);
    loadCommit(store, id).parents.forEach(place);
    sorted.push(id);
  };
  const byDate = [...ids].toSorted(
    (a, b) => loadCommit(store, a).committer.at - loadCommit(store, b).committer.at,
  );
  byDate.forEach(place);
  return sorted;
}

/** What `head` has and `base` has not (`git log base..head`), oldest first. */
export function commitsBetween(store: ObjectStore, base: string, head: string): readonly string[] {
  const known = ancestorsOf(store, base);
  const fresh = new Set([...ancestorsOf(store, head)].filter((id) => !known.has(id)));
  return oldestFirst(store, fresh);
}

export function historyOf(store: ObjectStore, head: string): readonly string[] {
  return oldestFirst(store, ancestorsOf(store, head)).toReversed();
}

/** The newest common ancestor that no other common ancestor descends from. */
export function mergeBase(store: ObjectStore, one: string, two: string): string | undefined {
  const others = ancestorsOf(store, two);
  const common = new Set([...ancestorsOf(store, one)].filter((id) => others.has(id)));
  return oldestFirst(store, common).at(-1);
}
