import type { Finding } from "../gate/finding.ts";
import { checkAttributes } from "./attributes/check-attributes.ts";
import { checkSystemTree, systemEntries } from "./check-system-tree.ts";
import type { ProposedChange } from "./proposed-change.ts";
import { kindIn } from "./system-place.ts";

/**
 * What an amendment itself does to how systems are read: a look-alike of a folder, a file that nobody
 * knows, attributes that hide later changes. Approvals are given to what a review shows, and would
 * not make the next mutation readable.
 */
export function checkAmendedTrees({
  head,
  charter,
  treeChanges,
}: ProposedChange): readonly Finding[] {
  const changed = new Set(treeChanges.map(({ path }) => path));
  const isAttributed = [...changed].some((path) => path.split("/").at(-1) === ".gitattributes");
  const ours = Object.values(charter.systems).filter(({ format }) => format === "omega");
  return ours.flatMap((place) => {
    const entries = systemEntries(place.path, head.tree);
    const files = entries.map(({ path }) => path).filter((path) => kindIn(place, path) !== "inert");
    return [
      ...checkSystemTree(place, entries).filter(({ place: at }) => changed.has(at?.path ?? "")),
      ...(isAttributed ? checkAttributes(place.path, files, head) : []),
    ];
  });
}
