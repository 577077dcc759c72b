import type { Breach } from "../../gate/finding.ts";
import type { Charter } from "../../ir/charter.ts";
import { firstChangedLine } from "../../ir/first-changed-line.ts";
import { foldPath } from "../../ir/fold-path.ts";
import { governedPaths } from "../../ir/governed-paths.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { TreeChange } from "../../ir/snapshot.ts";
import { breachesOf } from "../breach.ts";
import { lookAlikeOf } from "./look-alikes.ts";
import { judgingWorkflows } from "../../ir/runner-rules.ts";

const breach = breachesOf("C1");

/** Files that nobody governs and that yet reach into how governed ones are read, shown or run. */
const AIDS: readonly (readonly [problem: string, path: RegExp])[] = [
  // What the listed workflows are made of, run with their rights.
  ["workflow-part", /^\.github\/actions\//],
  // Where large files come from, whatever the pointer in the tree says.
  ["attributes", /(?:^|\/)\.(?:lfsconfig|gitconfig|mailmap)$/],
  // What proposers are asked for.
  ["template", /^(?:\.github\/|docs\/)?pull_request_template(?:\/|\.[a-z]+$|$)/],
];

/** Two files that say next to nothing are equal by chance. */
const TELLING_BYTES = 64;

/** Beside a mutation: names like governed ones, copies of them, and files that work for them. */
export function reachingFiles(change: ProposedChange): readonly Breach[] {
  const { pullRequestClass, charter, treeChanges } = change;
  if (pullRequestClass.kind !== "mutation" && pullRequestClass.kind !== "mixed") return [];
  const isGoverned = governedPaths(charter);
  const others = treeChanges.filter(({ path, after }) => after !== undefined && !isGoverned(path));
  if (others.every(({ path, kind }) => kind === "modified" && path.startsWith("systems/"))) {
    // Nothing new anywhere: the usual case, and no name of it can be a likeness.
    return [];
  }
  const likeOf = lookAlikeOf(namesGoverned(charter));
  const copied = copiesOf(change, isGoverned);
  return others.flatMap((changed) => {
    const { path } = changed;
    const place = { path, line: firstChangedLine(change, path) };
    const like = likeOf(path);
    if (like !== undefined && like !== path) {
      return [breach("governance-reached", place, { problem: "look-alike", path, like })];
    }
    const problem = AIDS.find(([, pattern]) => pattern.test(foldPath(path)))?.[0];
    if (problem !== undefined) return [breach("governance-reached", place, { problem, path })];
    const original = copied(changed);
    return original === undefined
      ? []
      : [breach("governance-reached", place, { problem: "copied", path, original })];
  });
}

function namesGoverned(charter: Charter): readonly string[] {
  const ofSystems = Object.values(charter.systems).flatMap(({ path, protected: modules }) => [
    `${path}/evals`,
    ...modules.flatMap((module) => [`${path}/${module}.md`, `${path}/${module}.js`]),
  ]);
  const attributes = [".gitattributes", ".gitmodules"];
  const owners = ["CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS"];
  return [".omega", ...owners, ...attributes, ...judgingWorkflows(charter), ...ofSystems];
}

function copiesOf(
  { base }: ProposedChange,
  isGoverned: (path: string) => boolean,
): (changed: TreeChange) => string | undefined {
  let originals: ReadonlyMap<string, string> | undefined;
  return ({ kind, after }) => {
    if (kind !== "added" || (after?.size ?? 0) < TELLING_BYTES) return undefined;
    originals ??= new Map(
      [...base.tree.values()].flatMap(({ path, sha }) => (isGoverned(path) ? [[sha, path]] : [])),
    );
    return originals.get(after?.sha ?? "");
  };
}
