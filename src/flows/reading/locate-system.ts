import type { Finding } from "../../core/gate/finding.ts";
import { type Charter, CHARTER_PATH, type SystemRules } from "../../core/ir/charter.ts";
import { systemEntries } from "../../core/ir/check-system-tree.ts";
import { fileKindOf, MAX_BYTES, PLAIN_FILE } from "../../core/ir/file-kinds.ts";
import { parseCharter } from "../../core/ir/parse-charter.ts";
import type { Snapshot, Tree, TreeEntry } from "../../core/ir/snapshot.ts";
import { wantedPaths } from "../../core/ir/wanted-paths.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import { loadSnapshot } from "./load-snapshot.ts";

/** A system of one commit: what it is called, where it lives, and the rules it stands under. */
export type Located = {
  readonly name: string;
  readonly root: string;
  /** Absent where nothing is governed; every edit is T3 then. */
  readonly rules?: SystemRules;
  readonly charter?: Charter;
};

export type NotLocated =
  | { readonly kind: "charter-invalid"; readonly findings: readonly Finding[] }
  /** No system of that name, or several and none was named. */
  | { readonly kind: "system-unknown"; readonly asked?: string; readonly known: readonly string[] };

/** Where systems live that no charter speaks of. */
const DEFAULT_FOLDER = "systems";

/** Finds the system that was asked for, or the only one there is, by the charter of that commit. */
export async function locateSystem(
  objects: GitObjects,
  commit: Sha,
  asked?: string,
): Promise<Result<Located, NotLocated>> {
  const tree = await objects.tree(commit);
  const places = await placesIn(objects, commit, tree);
  if (!places.ok) return places;
  const known = [...places.value.keys()].sort();
  const name = asked ?? (known.length === 1 ? known[0] : undefined);
  const place = name === undefined ? undefined : places.value.get(name);
  if (place !== undefined) return accepted(place);
  return refused({ kind: "system-unknown", known, ...(asked === undefined ? {} : { asked }) });
}

async function placesIn(
  objects: GitObjects,
  commit: Sha,
  tree: Tree,
): Promise<Result<ReadonlyMap<string, Located>, NotLocated>> {
  if (!tree.has(CHARTER_PATH)) return accepted(ungoverned(tree));
  const { blobs } = await loadSnapshot(objects, commit, { tree, paths: [CHARTER_PATH] });
  const [bytes = new Uint8Array()] = blobs.values();
  const parsed = parseCharter(CHARTER_PATH, bytes);
  if (!parsed.ok) return refused({ kind: "charter-invalid", findings: parsed.refusal });
  const { charter } = parsed.value;
  const rows = Object.entries(charter.systems);
  return accepted(
    new Map(rows.map(([name, rules]) => [name, { name, root: rules.path, rules, charter }])),
  );
}

function ungoverned(tree: Tree): ReadonlyMap<string, Located> {
  const names = [...tree.keys()].flatMap((path) => {
    const [folder, name, file, ...deeper] = path.split("/");
    const isSystem = folder === DEFAULT_FOLDER && file === "system.yaml" && deeper.length === 0;
    return isSystem && name !== undefined ? [name] : [];
  });
  return new Map(names.map((name) => [name, { name, root: `${DEFAULT_FOLDER}/${name}` }]));
}

/** A commit with the bytes of every file of one system that the reader will ask for. */
export async function loadSystem(
  objects: GitObjects,
  commit: Sha,
  { name, root, charter }: Located,
): Promise<Snapshot> {
  const tree = await objects.tree(commit);
  const paths =
    charter === undefined
      ? systemEntries(root, tree).flatMap((entry) => (isReadable(root, entry) ? [entry.path] : []))
      : wantedPaths(charter, [name], tree);
  return loadSnapshot(objects, commit, { tree, paths });
}

/** The rest is judged by its tree row alone: nobody has to hold a file that is refused anyway. */
function isReadable(root: string, { path, mode, size = Infinity }: TreeEntry): boolean {
  const kind = fileKindOf(path.slice(root.length + 1));
  return mode === PLAIN_FILE && kind !== undefined && size <= MAX_BYTES[kind];
}
