import type { Charter } from "../../core/ir/charter.ts";
import { readSystem } from "../../core/ir/read-system.ts";
import type { Tree } from "../../core/ir/snapshot.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import { wantedPaths } from "../../core/ir/wanted-paths.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import { loadSnapshot } from "../reading/load-snapshot.ts";

type Asked = {
  readonly charter: Charter;
  readonly commit: Sha;
  readonly system: string;
  readonly tree: Tree;
};

/** The version of one system that some rows make up; nothing where they make up none. */
export async function readVersionAt(
  objects: GitObjects,
  { charter, commit, system, tree }: Asked,
): Promise<SystemVersion | undefined> {
  const place = charter.systems[system];
  if (place === undefined) return undefined;
  const paths = wantedPaths(charter, [system], tree);
  const { blobs } = await loadSnapshot(objects, commit, { tree, paths });
  const { path: root, format } = place;
  const read = readSystem({ name: system, root, format, snapshot: { commit, tree, blobs } });
  return read.ok ? read.value : undefined;
}
