import type { Charter } from "./charter.ts";
import { foldPath, isWithin } from "./fold-path.ts";
import { judgingWorkflows } from "./runner-rules.ts";

const CODEOWNERS = new Set(["codeowners", ".github/codeowners", "docs/codeowners"]);
const ATTRIBUTES = new Set([".gitattributes", ".gitmodules"]);

/**
 * Tells whether a path is governed: the charter's folder, code owners, git attributes and modules
 * anywhere, the workflows the charter lists, and every system's suites. Look-alikes count, and so
 * does a file that stands where a governed path has a folder (a symlink in place of `.omega`).
 */
export function governedPaths(charter: Charter): (path: string) => boolean {
  const folders = governedFolders(charter);
  return (path) => {
    const folded = foldPath(path);
    const name = folded.slice(folded.lastIndexOf("/") + 1);
    if (CODEOWNERS.has(folded) || ATTRIBUTES.has(name)) return true;
    return folders.some((folder) => isWithin(folder, folded) || isWithin(folded, folder));
  };
}

/** A charter's folders are put together once, however many changes it judges. */
const FOLDERS = new WeakMap<Charter, readonly string[]>();

function governedFolders(charter: Charter): readonly string[] {
  const known = FOLDERS.get(charter) ?? foldersOf(charter);
  FOLDERS.set(charter, known);
  return known;
}

function foldersOf(charter: Charter): readonly string[] {
  const ofSystems = Object.values(charter.systems).flatMap(({ path, suites }) => [
    `${path}/evals`,
    `${path}/${suites.public.dataset}`,
    ...(suites.safety === undefined ? [] : [`${path}/${suites.safety.dataset}`]),
  ]);
  return [".omega", ...judgingWorkflows(charter), ...ofSystems].map(foldPath);
}
