import type { Finding } from "../../core/gate/finding.ts";
import type { NativeFormat } from "../../core/ir/native/native-source.ts";
import { nativeId } from "../../core/ir/native/native-id.ts";
import { readSystem } from "../../core/ir/read-system.ts";
import { PLAIN_FILE } from "../../core/ir/file-kinds.ts";
import type { Tree } from "../../core/ir/snapshot.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import { isWanted } from "../../core/ir/wanted-paths.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import { loadSnapshot } from "../reading/load-snapshot.ts";

type Importing = {
  readonly commit: Sha;
  readonly format: NativeFormat;
  /** A folder as a charter would name it, or one file of it. */
  readonly path: string;
};

/** What native files become when they are read, or each place where they are not of the format. */
export type ImportedSystem =
  | { readonly kind: "imported"; readonly version: SystemVersion }
  | { readonly kind: "invalid"; readonly findings: readonly Finding[] };

export type NotImported = { readonly kind: "path-unknown"; readonly path: string };

/** Reads the files of another framework by the very steps of the gates, without any charter. */
export async function importSystem(
  objects: GitObjects,
  { commit, format, path }: Importing,
): Promise<Result<ImportedSystem, NotImported>> {
  const asked = path.replace(/^(?:\.\/)+|\/+$/g, "");
  const whole = await objects.tree(commit);
  const place = placeOf(whole, asked === "." ? "" : asked);
  if (place === undefined) return refused({ kind: "path-unknown", path });
  const { root, tree } = place;
  const paths = [...tree.values()]
    .filter((entry) => isWanted({ path: root, format }, entry))
    .map((entry) => entry.path);
  const snapshot = await loadSnapshot(objects, commit, { tree, paths });
  const name = nativeId(root.split("/").at(-1) ?? root);
  const read = readSystem({ name, root, format, snapshot });
  return accepted(
    read.ok
      ? { kind: "imported", version: read.value }
      : { kind: "invalid", findings: read.refusal },
  );
}

/** One file is looked at alone: what stands beside it is not said to belong to it. */
function placeOf(tree: Tree, path: string): { root: string; tree: Tree } | undefined {
  const entry = tree.get(path);
  if (entry?.mode === PLAIN_FILE) {
    const root = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
    return { root, tree: new Map([[path, entry]]) };
  }
  const isFolder = path === "" || [...tree.keys()].some((one) => one.startsWith(`${path}/`));
  return isFolder ? { root: path, tree } : undefined;
}
