import type { Finding } from "../../gate/finding.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import { checkAttributes } from "../attributes/check-attributes.ts";
import { checkSystemTree, systemEntries } from "../check-system-tree.ts";
import { kindIn } from "../system-place.ts";
import { foldPath } from "../fold-path.ts";
import { schemaFinding } from "../schema-finding.ts";
import type { Snapshot, Tree, TreeEntry } from "../snapshot.ts";
import type { SystemVersion } from "../system.ts";
import { systemDigest } from "../system-digest.ts";
import { checkCode } from "./check-code.ts";
import { importNative } from "./import-native.ts";
import type { NativeFile } from "./native-file.ts";
import { outerFileOf } from "./native-kinds.ts";
import type { NativeFormat } from "./native-source.ts";

type NativeReading = {
  readonly name: string;
  readonly root: string;
  readonly format: NativeFormat;
  readonly snapshot: Snapshot;
};

/** More would be a whole project; its agents then live in a folder of their own. */
const MAX_FILES = 500;
const MAX_FINDINGS = 50;

/** Reads a system that is kept in the files of another framework, as one version of a system. */
export function readNative(reading: NativeReading): Result<SystemVersion, readonly Finding[]> {
  const { name, root, format, snapshot } = reading;
  const entries = nativeEntries(reading, snapshot.tree);
  const findings = checkEntries(reading, entries);
  if (findings.length > 0) return refused(findings);
  const place = { path: root, format };
  const filesOf = (kind: "definition" | "code"): readonly NativeFile[] =>
    entries
      .filter(({ path }) => kindIn(place, path) === kind)
      .map((entry) => fileOf(reading, entry));
  const code = filesOf("code");
  const hidden = code.flatMap(checkCode).slice(0, MAX_FINDINGS);
  if (hidden.length > 0) return refused(hidden);
  const definitions = filesOf("definition");
  const imported = importNative({ name, format, definitions, code });
  if (!imported.ok) return imported;
  const { system, files } = imported.value;
  const sources = new Map([...definitions, ...code].map(({ path, bytes }) => [path, bytes]));
  const digest = systemDigest(system, files);
  return accepted({ name, root, ...imported.value, sources, digest });
}

function nativeEntries(
  { root, format }: Pick<NativeReading, "root" | "format">,
  tree: Tree,
): readonly TreeEntry[] {
  const below = root === "" ? [...tree.values()] : systemEntries(root, tree);
  const outer = outerFileOf(format, root);
  const folded = outer === undefined ? undefined : foldPath(outer);
  const beside = [...tree.values()].filter(({ path }) => foldPath(path) === folded);
  return [...below, ...beside].sort((left, right) => (left.path < right.path ? -1 : 1));
}

function checkEntries(
  { name, root, format, snapshot }: NativeReading,
  entries: readonly TreeEntry[],
): readonly Finding[] {
  const place = { path: root, format };
  const kinds = entries.map(({ path }) => kindIn(place, path));
  if (!kinds.includes("definition")) {
    return [schemaFinding("system-missing", { path: root }, { system: name, format })];
  }
  const read = kinds.filter((kind) => kind !== "inert").length;
  if (read > MAX_FILES) {
    const facts = { problem: "too-many-files", files: String(read), limit: String(MAX_FILES) };
    return [schemaFinding("system-invalid", { path: root }, { pointer: "", ...facts })];
  }
  const files = entries.map(({ path }) => path).filter((path) => kindIn(place, path) !== "inert");
  return [...checkSystemTree(place, entries), ...checkAttributes(root, files, snapshot)];
}

function fileOf({ root, snapshot }: NativeReading, { path, sha }: TreeEntry): NativeFile {
  const bytes = snapshot.blobs.get(sha);
  if (bytes === undefined) throw new Error("a blob of the system was not loaded");
  const isBelow = root !== "" && path.startsWith(`${root}/`);
  return { path, bytes, file: isBelow ? path.slice(root.length + 1) : path };
}
