import type { ChangeSet } from "./change-set.ts";
import { type Charter, CHARTER_PATH, type SystemRules } from "./charter.ts";
import { PLAIN_FILE } from "./file-kinds.ts";
import { kindIn, type SystemPlace } from "./system-place.ts";
import { foldPath, isWithin } from "./fold-path.ts";
import { governedPaths } from "./governed-paths.ts";
import { gainsDefinition, introducedSystems } from "./introduced-systems.ts";
import { isProtectedOnly } from "./protected-touched.ts";
import { outerFileOf } from "./native/native-kinds.ts";
import type { PullRequestClass } from "./pull-request-class.ts";
import type { Tree, TreeChange } from "./snapshot.ts";

type Proposal = {
  /** The base's charter; absent when the base has none. */
  readonly charter?: Charter;
  readonly changes: readonly TreeChange[];
  readonly base: Tree;
  readonly head: Tree;
};

/** What a pull request is, from its paths alone. Removals count, and a rename is one. */
export function classifyPullRequest(proposal: Proposal): PullRequestClass {
  const { charter, changes, head } = proposal;
  if (charter === undefined) return { kind: head.has(CHARTER_PATH) ? "genesis" : "silent" };
  const isGoverned = governedPaths(charter);
  const governed = changes.map(({ path }) => path).filter(isGoverned);
  const introduced = introducedSystems({ ...proposal, charter });
  const mutated = mutatedSystems(charter, changes, isGoverned).filter(
    (name) => !gainsDefinition(proposal, charter.systems[name]),
  );
  if (mutated.length > 0 && governed.length + introduced.length > 0) {
    return { kind: "mixed", systems: mutated, governed };
  }
  if (introduced.length > 0) return { kind: "introduction", systems: introduced, paths: governed };
  if (governed.length > 0) return { kind: "amendment", paths: governed };
  const [system, ...others] = mutated;
  if (system === undefined) return { kind: "not-a-mutation" };
  return others.length > 0
    ? { kind: "several-systems", systems: mutated }
    : { kind: "mutation", system };
}

/**
 * What the content says beyond the paths. A mutation that changes nothing once normalised was
 * formatting, and is none. One that changes protected modules and nothing else is an amendment:
 * only people may make it, and what they make runs.
 */
export function settleClass(
  classified: PullRequestClass,
  changes: ChangeSet,
  rules?: Pick<SystemRules, "protected">,
): PullRequestClass {
  if (classified.kind !== "mutation") return classified;
  if (changes.edits.length === 0) return { kind: "not-a-mutation" };
  if (rules === undefined || !isProtectedOnly(changes, rules)) return classified;
  const paths = [...new Set(changes.edits.map(({ path }) => path))];
  return { kind: "amendment", paths, system: classified.system };
}

function mutatedSystems(
  charter: Charter,
  changes: readonly TreeChange[],
  isGoverned: (path: string) => boolean,
): readonly string[] {
  const live = changes.filter(({ path }) => !isGoverned(path));
  return Object.entries(charter.systems)
    .filter(([, place]) => live.some((change) => touches(place, change)))
    .map(([name]) => name);
}

/**
 * Inert files are known by their exact name and are plain: a look-alike of `docs` is an unknown
 * file, and a symlink in it would leave behind a system that nobody can read.
 */
function touches(place: SystemPlace, { path, after }: TreeChange): boolean {
  const { path: root, format } = place;
  if (path.startsWith(`${root}/`)) {
    const isPlain = after === undefined || after.mode === PLAIN_FILE;
    return !isPlain || kindIn(place, path) !== "inert";
  }
  const folded = foldPath(path);
  const outer = format === "omega" ? undefined : outerFileOf(format, root);
  if (outer !== undefined && isWithin(foldPath(outer), folded)) return true;
  return isWithin(foldPath(root), folded) || isWithin(folded, foldPath(root));
}
