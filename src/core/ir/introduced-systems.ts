import { type Charter, CHARTER_PATH } from "./charter.ts";
import { DEFINITION_FILE } from "./file-kinds.ts";
import type { Tree, TreeChange } from "./snapshot.ts";

type Introducing = {
  readonly charter: Charter;
  readonly changes: readonly TreeChange[];
  readonly base: Tree;
  readonly head: Tree;
};

/**
 * Systems that the base does not have and the head adds: those the charter names already, and, when
 * the charter changes in the same pull request, every folder that gains a definition.
 */
export function introducedSystems(proposal: Introducing): readonly string[] {
  const { charter, changes, base, head } = proposal;
  const awaited = Object.entries(charter.systems)
    .filter(([, { path }]) => gainsDefinition(base, head, path))
    .map(([name]) => name);
  if (!changes.some(({ path }) => path === CHARTER_PATH)) return awaited;
  const roots = new Set(Object.values(charter.systems).map(({ path }) => path));
  const unnamed = changes
    .filter(({ kind, path }) => kind === "added" && path.endsWith(`/${DEFINITION_FILE}`))
    .map(({ path }) => path.slice(0, -DEFINITION_FILE.length - 1))
    .filter((folder) => !roots.has(folder))
    .map((folder) => folder.split("/").at(-1) ?? folder);
  return [...awaited, ...unnamed];
}

/** True when the head has a system's definition in a folder where the base has none. */
export function gainsDefinition(base: Tree, head: Tree, root: string): boolean {
  const path = `${root}/${DEFINITION_FILE}`;
  return !base.has(path) && head.has(path);
}
