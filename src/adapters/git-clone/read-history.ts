import { sha, type Sha } from "../../core/kernel/ids.ts";
import { instant } from "../../core/kernel/instant.ts";
import type { PastCommit } from "../../ports/clone.ts";
import { type GitPlace, runGit } from "./run-git.ts";

const FIELDS = ["%H", "%P", "%ct", "%an", "%ae", "%s"];

/**
 * The commits that a branch itself gained between two commits, oldest first: of a merge the merge,
 * and not what it brought along. A root has no parent to be compared with, and is left out.
 */
export async function readHistory(
  place: GitPlace,
  from: Sha,
  to: Sha,
): Promise<readonly PastCommit[]> {
  const shape = ["--first-parent", "--reverse", "--no-commit-header"];
  const format = `--format=${FIELDS.join("%x00")}`;
  const range = [to, `^${from}`];
  const { code, out, trouble } = await runGit(place, ["rev-list", ...shape, format, ...range]);
  if (code !== 0) throw new Error(`git rev-list: ${trouble}`);
  return out.toString("utf8").split("\n").slice(0, -1).flatMap(commitOf);
}

function commitOf(row: string): readonly PastCommit[] {
  const [id = "", parents = "", at = "0", name = "", email = "", subject = ""] = row.split("\0");
  const [parent = ""] = parents.split(" ");
  if (parent === "") return [];
  return [
    {
      commit: sha(id),
      parent: sha(parent),
      at: instant(Math.max(0, Number(at)) * 1000),
      author: { name, email },
      subject,
    },
  ];
}
