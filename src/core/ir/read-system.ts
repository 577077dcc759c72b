import type { Finding } from "../gate/finding.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import type { SystemRules } from "./charter.ts";
import { checkAttributes } from "./attributes/check-attributes.ts";
import { checkFileReferences, checkFileTexts } from "./check-files.ts";
import { checkSystemTree, systemEntries } from "./check-system-tree.ts";
import { DEFINITION_FILE, fileKindOf } from "./file-kinds.ts";
import { readNative } from "./native/read-native.ts";
import { parseYaml, type YamlLimits } from "./parse-yaml.ts";
import { schemaFinding } from "./schema-finding.ts";
import { issueFindings } from "./schema-issues.ts";
import { positionOf, type SourceDocument } from "./source-document.ts";
import type { Snapshot, TreeEntry } from "./snapshot.ts";
import { type System, systemSchema, type SystemVersion } from "./system.ts";
import { systemDigest } from "./system-digest.ts";

type Reading = {
  readonly name: string;
  readonly root: string;
  readonly snapshot: Snapshot;
  /** As the charter says; our own where it is not said, and then native files are unknown ones. */
  readonly format?: SystemRules["format"] | undefined;
  /** How large a definition may be; the profile's own limits unless told. */
  readonly limits?: YamlLimits;
};

/**
 * Reads one version of a system whole, or says everything that keeps it from being read. Throws
 * when the snapshot lacks the bytes of a file: that is a fault of the caller, not of the proposer.
 */
export function readSystem(reading: Reading): Result<SystemVersion, readonly Finding[]> {
  const { name, root, snapshot, format = "omega" } = reading;
  if (format !== "omega") return readNative({ name, root, format, snapshot });
  const entries = systemEntries(root, snapshot.tree);
  const path = `${root}/${DEFINITION_FILE}`;
  const missing = snapshot.tree.has(path)
    ? []
    : [schemaFinding("system-missing", { path }, { system: name })];
  const paths = entries
    .map((entry) => entry.path)
    .filter((path) => fileKindOf(path.slice(root.length + 1)) !== "inert");
  const findings = [
    ...missing,
    ...checkSystemTree({ path: root, format }, entries),
    ...checkAttributes(root, paths, snapshot),
  ];
  if (findings.length > 0) return refused(findings);
  const files = filesOf(reading, entries);
  const definition = readDefinition(reading, bytesOf(snapshot, snapshot.tree.get(path)));
  const textFindings = checkFileTexts(root, files);
  if (!definition.ok) return refused([...definition.refusal, ...textFindings]);
  const { system, document } = definition.value;
  const version = { name, root, system, files, positions: document.positions };
  const fileFindings = [...textFindings, ...checkFileReferences(version)];
  if (fileFindings.length > 0) return refused(fileFindings);
  const sources = sourcesOf(reading, entries);
  return accepted({ ...version, sources, digest: systemDigest(system, files) });
}

/** Suites stay out: whoever is asked does not read the answers. */
function sourcesOf(
  { root, snapshot }: Reading,
  entries: readonly TreeEntry[],
): ReadonlyMap<string, Uint8Array> {
  const read = entries.filter(({ path }) => {
    const kind = fileKindOf(path.slice(root.length + 1));
    return kind !== "suite" && kind !== "inert";
  });
  return new Map(read.map((entry) => [entry.path, bytesOf(snapshot, entry)]));
}

function readDefinition(
  { name, root, limits }: Reading,
  bytes: Uint8Array,
): Result<{ readonly system: System; readonly document: SourceDocument }, readonly Finding[]> {
  const document = parseYaml(`${root}/${DEFINITION_FILE}`, bytes, limits);
  if (!document.ok) return document;
  const parsed = systemSchema.safeParse(document.value.value);
  if (!parsed.success) {
    return refused(issueFindings("system-invalid", document.value, parsed.error.issues));
  }
  const { $schema: _editorHint, ...system } = parsed.data;
  if (system.metadata.name !== name) {
    return refused([misnamed(document.value, name)]);
  }
  return accepted({ system, document: document.value });
}

/** A system under another's name would be judged by rules that were written for the other. */
function misnamed(document: SourceDocument, expected: string): Finding {
  const pointer = "/metadata/name";
  const place = positionOf(document.positions, pointer) ?? { path: document.path };
  return schemaFinding("system-invalid", { ...place, pointer }, { problem: "name", expected });
}

/** The files that make up the version: not the definition, not the suites, nothing inert. */
function filesOf(
  { root, snapshot }: Reading,
  entries: readonly TreeEntry[],
): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    const file = entry.path.slice(root.length + 1);
    const kind = fileKindOf(file);
    if (kind === "definition" || kind === "suite" || kind === "inert") continue;
    files.set(file, bytesOf(snapshot, entry));
  }
  return files;
}

function bytesOf(snapshot: Snapshot, entry: TreeEntry | undefined): Uint8Array {
  const bytes = entry && snapshot.blobs.get(entry.sha);
  if (bytes === undefined) throw new Error("a blob of the system was not loaded");
  return bytes;
}
