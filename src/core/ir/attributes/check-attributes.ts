import type { Finding } from "../../gate/finding.ts";
import { CHARTER_PATH } from "../charter.ts";
import { PLAIN_FILE } from "../file-kinds.ts";
import { isWithin } from "../fold-path.ts";
import { schemaFinding } from "../schema-finding.ts";
import type { Snapshot, Tree, TreeEntry } from "../snapshot.ts";
import { matchesPattern } from "./match-pattern.ts";
import { type AttributeRow, type AttributeValue, parseAttributes } from "./parse-attributes.ts";

const NAME = ".gitattributes";
const MAX_BYTES = 64 * 1024;
const MAX_FINDINGS = 20;

/** Attributes under which a checkout or an archive holds other bytes than those that were judged. */
const ALTERS: Readonly<Record<string, (value: AttributeValue) => boolean>> = {
  filter: (value) => typeof value === "string" || value === true,
  ident: (value) => value === true,
  "working-tree-encoding": (value) => typeof value === "string",
  eol: (value) => value === "crlf",
  "export-ignore": (value) => value === true,
  "export-subst": (value) => value === true,
};

/** Attributes under which a review shows nothing of a change. */
const HIDES: Readonly<Record<string, (value: AttributeValue) => boolean>> = {
  diff: (value) => value === false,
  "linguist-generated": (value) => value === true || value === "true",
};

/** The `.gitattributes` in the folders around a system. Below it there can be none. */
export function attributeEntries(root: string, tree: Tree): readonly TreeEntry[] {
  const folders = root.split("/").map((_, index, all) => all.slice(0, index).join("/"));
  return folders.flatMap((folder) => {
    const entry = tree.get(folder === "" ? NAME : `${folder}/${NAME}`);
    // Git itself does not follow a link of this name.
    return entry?.mode === PLAIN_FILE ? [entry] : [];
  });
}

/**
 * What git's attributes do to a system's files, or to the charter: a filter runs a program of the
 * machine that checks out, so what runs is not what was judged; without a diff nobody sees a change.
 */
export function checkAttributes(
  root: string,
  files: readonly string[],
  snapshot: Snapshot,
): readonly Finding[] {
  const entries = attributeEntries(root, snapshot.tree);
  const tooLarge = entries.filter(({ size = Infinity }) => size > MAX_BYTES);
  if (tooLarge.length > 0) return tooLarge.map(tooLargeFinding);
  const layers = entries.map((entry) => layerOf(snapshot, entry));
  const findings = new Map<string, Finding>();
  for (const file of [CHARTER_PATH, ...files]) {
    for (const [attribute, { path, row, value }] of attributesOf(file, layers)) {
      const problem = problemOf(attribute, value);
      if (problem === undefined || findings.size >= MAX_FINDINGS) continue;
      const facts = { problem, attribute, file };
      const place = { path, line: row.line, column: 1 };
      const key = `${path}:${row.line}:${attribute}`;
      if (!findings.has(key))
        findings.set(key, schemaFinding("attributes-alter-files", place, facts));
    }
  }
  return [...findings.values()];
}

function tooLargeFinding({ path, size }: TreeEntry): Finding {
  const facts = { bytes: String(size ?? "unknown"), limit: String(MAX_BYTES) };
  return schemaFinding("file-too-large", { path }, facts);
}

type Layer = {
  readonly path: string;
  readonly folder: string;
  readonly rows: readonly AttributeRow[];
};
type Standing = {
  readonly path: string;
  readonly row: AttributeRow;
  readonly value: AttributeValue;
};

function layerOf({ blobs }: Snapshot, { path, sha }: TreeEntry): Layer {
  const bytes = blobs.get(sha);
  if (bytes === undefined) throw new Error("the attributes around a system were not loaded");
  const folder = path.slice(0, -NAME.length).replace(/\/$/, "");
  return { path, folder, rows: parseAttributes(new TextDecoder().decode(bytes)) };
}

/** The last row that speaks of an attribute counts, and a nearer file before one further out. */
function attributesOf(file: string, layers: readonly Layer[]): ReadonlyMap<string, Standing> {
  const standing = new Map<string, Standing>();
  for (const { path, folder, rows } of layers) {
    if (folder !== "" && !isWithin(folder, file)) continue;
    const relative = folder === "" ? file : file.slice(folder.length + 1);
    for (const row of rows) {
      if (!matchesPattern(row.pattern, relative)) continue;
      for (const [attribute, value] of row.values) standing.set(attribute, { path, row, value });
    }
  }
  return standing;
}

function problemOf(attribute: string, value: AttributeValue): string | undefined {
  if (Object.hasOwn(ALTERS, attribute) && ALTERS[attribute]?.(value)) return "altered";
  return Object.hasOwn(HIDES, attribute) && HIDES[attribute]?.(value) ? "hidden" : undefined;
}
