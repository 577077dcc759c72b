import { type Charter, CHARTER_PATH } from "./charter.ts";
import { DEFINITION_FILE } from "./file-kinds.ts";
import { kindIn, type SystemPlace } from "./system-place.ts";
import type { PullRequestClass } from "./pull-request-class.ts";
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
  const { charter, changes } = proposal;
  const awaited = Object.entries(charter.systems)
    .filter(([, place]) => gainsDefinition(proposal, place))
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

type Trees = Pick<Introducing, "base" | "head">;

/** True when the head has a system's definition where the base has none. */
export function gainsDefinition({ base, head }: Trees, place: SystemPlace | undefined): boolean {
  return place !== undefined && !hasDefinition(base, place) && hasDefinition(head, place);
}

/** Ours is one file of one name; in another framework's files any of several will do. */
function hasDefinition(tree: Tree, place: SystemPlace): boolean {
  if (place.format === "omega") return tree.has(`${place.path}/${DEFINITION_FILE}`);
  return [...tree.keys()].some((path) => kindIn(place, path) === "definition");
}

/**
 * An amendment whose charter names a folder that gains a system in the same pull request introduces
 * it. Only the proposed charter says in whose format a folder is to be read.
 */
export function settleIntroduction(
  classified: PullRequestClass,
  proposed: Charter,
  { charter, ...trees }: Omit<Introducing, "changes">,
): PullRequestClass {
  if (classified.kind !== "amendment" || classified.system !== undefined) return classified;
  const governed = new Set(Object.values(charter.systems).map(({ path }) => path));
  const systems = Object.entries(proposed.systems)
    .filter(([, place]) => !governed.has(place.path) && gainsDefinition(trees, place))
    .map(([name]) => name);
  if (systems.length === 0) return classified;
  return { kind: "introduction", systems, paths: classified.paths };
}

/**
 * Names in a proposed charter whose first governed version would be the head's: all of them where
 * nothing was governed before, else those that the charter in force does not know, and those whose
 * definition the base does not have.
 */
export function firstSystems(
  proposed: Charter,
  classified: PullRequestClass,
  { charter, ...trees }: Omit<Introducing, "changes">,
): readonly string[] {
  if (classified.kind === "genesis") return Object.keys(proposed.systems);
  if (classified.kind !== "introduction" && classified.kind !== "amendment") return [];
  return Object.entries(proposed.systems)
    .filter(
      ([name, place]) => !Object.hasOwn(charter.systems, name) || gainsDefinition(trees, place),
    )
    .map(([name]) => name);
}
