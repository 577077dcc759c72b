import type { Charter } from "../ir/charter.ts";
import { PLAIN_FILE } from "../ir/file-kinds.ts";
import { kindIn } from "../ir/system-place.ts";
import { foldPath, isWithin } from "../ir/fold-path.ts";
import { governedPaths } from "../ir/governed-paths.ts";
import type { TreeEntry } from "../ir/snapshot.ts";

/** Whose a path of the default branch is. What is inert may change freely while it stays a plain file. */
export type Owner =
  | { readonly kind: "governance" }
  | { readonly kind: "system"; readonly system: string }
  | { readonly kind: "inert" };

export type Guard = (entry: TreeEntry) => Owner | undefined;

/** Tells which paths may change only the lawful way; by the same rules as a pull request's class. */
export function guardOf(charter: Charter): Guard {
  const isGoverned = governedPaths(charter);
  const roots = Object.entries(charter.systems).map(([system, place]) => ({
    system,
    place,
    folded: foldPath(place.path),
  }));
  return ({ path, mode }) => {
    if (isGoverned(path)) return { kind: "governance" };
    const folded = foldPath(path);
    const owner = roots.find(
      (one) =>
        isWithin(one.folded, folded) ||
        isWithin(folded, one.folded) ||
        kindIn(one.place, path) !== undefined,
    );
    if (owner === undefined) return undefined;
    const isInert = mode === PLAIN_FILE && kindIn(owner.place, path) === "inert";
    return isInert ? { kind: "inert" } : { kind: "system", system: owner.system };
  };
}
