import { attributeEntries } from "./attributes/check-attributes.ts";
import { type Charter, CHARTER_PATH } from "./charter.ts";
import { MAX_BYTES, PLAIN_FILE } from "./file-kinds.ts";
import { kindIn, type SystemPlace } from "./system-place.ts";
import type { Tree, TreeEntry } from "./snapshot.ts";

/**
 * The paths whose bytes the gates need: the charter, git's attributes around the systems, and every
 * readable file of those that are read, suites included. What is inert, too large or not a plain file is judged by its tree row alone.
 */
export function wantedPaths(
  charter: Charter,
  systems: readonly string[],
  tree: Tree,
): readonly string[] {
  const places = systems.flatMap((name) => charter.systems[name] ?? []);
  const ofSystems = [...tree.values()].filter((entry) =>
    places.some((place) => isWanted(place, entry)),
  );
  const around = Object.values(charter.systems).flatMap(({ path }) => attributeEntries(path, tree));
  const paths = [...new Set([...around, ...ofSystems])].map((entry) => entry.path);
  return tree.has(CHARTER_PATH) ? [CHARTER_PATH, ...paths] : paths;
}

export function isWanted(place: SystemPlace, entry: TreeEntry): boolean {
  if (entry.mode !== PLAIN_FILE) return false;
  const kind = kindIn(place, entry.path);
  return kind !== undefined && kind !== "inert" && (entry.size ?? Infinity) <= MAX_BYTES[kind];
}
