import type { PullNumber } from "../../../core/kernel/ids.ts";
import type { Connection } from "../connection.ts";

/** GitHub lists 3,000 files of a pull request at most, and shows no patch of a large one. */
export async function shownLines(
  { octokit, name }: Connection,
  pull: PullNumber,
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const files = await octokit.paginate(octokit.rest.pulls.listFiles, {
    ...name,
    pull_number: pull,
    per_page: 100,
  });
  return new Map(files.map(({ filename, patch }) => [filename, linesOf(patch ?? "")]));
}

/** Lines of the head that a patch shows, changed or around a change. */
function linesOf(patch: string): ReadonlySet<number> {
  const lines = new Set<number>();
  let next = 0;
  for (const text of patch.split("\n")) {
    const start = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text)?.[1];
    if (start !== undefined) next = Number(start);
    else if (!/^[-\\]/.test(text)) lines.add(next++);
  }
  return lines;
}
