import type { Breach } from "../../gate/finding.ts";
import { firstChangedLine } from "../../ir/first-changed-line.ts";
import { foldPath, isWithin } from "../../ir/fold-path.ts";
import { governedPaths } from "../../ir/governed-paths.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { TreeChange } from "../../ir/snapshot.ts";
import { breachesOf } from "../breach.ts";

const breach = breachesOf("C1");

const SYMLINK = "120000";
const SUBMODULE = "160000";

/** Governed paths changed beside an agent, and entries below a system that are no files. */
export function touchedPaths(change: ProposedChange): readonly Breach[] {
  return [...mixedIn(change), ...governedIn(change), ...specialFilesIn(change)];
}

function mixedIn(change: ProposedChange): readonly Breach[] {
  const { pullRequestClass } = change;
  if (pullRequestClass.kind !== "mixed") return [];
  const systems = pullRequestClass.systems.join(", ");
  return pullRequestClass.governed.map((path) =>
    breach(
      "mixed-pull-request",
      { path, line: firstChangedLine(change, path) },
      { problem: "mixed", path, systems },
    ),
  );
}

/** The classifier calls such a change mixed; this holds even where it was mistaken. */
function governedIn(change: ProposedChange): readonly Breach[] {
  if (change.pullRequestClass.kind !== "mutation") return [];
  const isGoverned = governedPaths(change.charter);
  return change.treeChanges.flatMap(({ path }) => {
    if (!isGoverned(path)) return [];
    const place = { path, line: firstChangedLine(change, path) };
    return [breach("governed-path-touched", place, { problem: "touched", path })];
  });
}

/**
 * A link or a submodule below a system would bring in content that nobody judged, and one beside an
 * agent's change may lead to what governs it.
 */
function specialFilesIn(change: ProposedChange): readonly Breach[] {
  const special = change.treeChanges.filter((changed) => specialKindOf(changed) !== undefined);
  if (special.length === 0) return [];
  const { kind } = change.pullRequestClass;
  const isOfAgent = kind === "mutation" || kind === "mixed" || kind === "several-systems";
  const roots = Object.values(change.charter.systems).map(({ path }) => foldPath(path));
  return special.flatMap((changed) => {
    const problem = specialKindOf(changed);
    const path = foldPath(changed.path);
    const isOfSystem = roots.some((root) => isWithin(root, path) || isWithin(path, root));
    return problem !== undefined && (isOfSystem || isOfAgent)
      ? [
          breach(
            "governance-reached",
            { path: changed.path, line: 1 },
            { problem, path: changed.path },
          ),
        ]
      : [];
  });
}

function specialKindOf({ after }: TreeChange): "symlink" | "submodule" | undefined {
  if (after?.mode === SYMLINK) return "symlink";
  return after?.mode === SUBMODULE ? "submodule" : undefined;
}
