import type { Charter } from "../../core/ir/charter.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import { isSha } from "../../core/kernel/ids.ts";
import type { ReplayedEdge } from "../../core/ledger/replay-spends.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import { readVersionAt } from "../incident/read-version-at.ts";

type Asked = {
  readonly charter: Charter;
  readonly edges: readonly ReplayedEdge[];
  readonly version: Digest;
};

/** A version that production ran, read at the commit that the record names for it. */
export async function readRecorded(
  objects: GitObjects,
  { charter, edges, version }: Asked,
): Promise<SystemVersion | undefined> {
  for (const { system, commit } of edges.filter((one) => one.version === version)) {
    if (!isSha(commit)) continue;
    const tree = await objects.tree(commit);
    const read = await readVersionAt(objects, { charter, commit, system, tree });
    // A commit that holds another version by now was not the one that the record speaks of.
    if (read?.digest === version) return read;
  }
  return undefined;
}
