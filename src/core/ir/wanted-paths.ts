import { type Charter, CHARTER_PATH } from "./charter.ts";
import { fileKindOf, MAX_BYTES, PLAIN_FILE } from "./file-kinds.ts";
import type { Tree, TreeEntry } from "./snapshot.ts";

/**
 * The paths whose bytes the gates need: the charter and every readable file of the systems, suites
 * included. What is inert, too large or not a plain file is judged by its tree row alone.
 */
export function wantedPaths(
  charter: Charter,
  systems: readonly string[],
  tree: Tree,
): readonly string[] {
  const roots = systems.flatMap((name) => charter.systems[name]?.path ?? []);
  const ofSystems = [...tree.values()].filter((entry) =>
    roots.some((root) => isWanted(root, entry)),
  );
  const paths = ofSystems.map((entry) => entry.path);
  return tree.has(CHARTER_PATH) ? [CHARTER_PATH, ...paths] : paths;
}

function isWanted(root: string, entry: TreeEntry): boolean {
  if (!entry.path.startsWith(`${root}/`) || entry.mode !== PLAIN_FILE) return false;
  const kind = fileKindOf(entry.path.slice(root.length + 1));
  return kind !== undefined && kind !== "inert" && (entry.size ?? Infinity) <= MAX_BYTES[kind];
}
