/** What a file below a system's folder is, by its path alone. */
export type FileKind =
  | "definition"
  | "prompt"
  | "tool"
  | "suite"
  | "schema"
  | "data"
  | "extension"
  /** Of a native system: bytes that nobody here reads, and that are pinned. */
  | "code"
  | "inert";

export const DEFINITION_FILE = "system.yaml";

const STEM = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

/** What a file's name must be in each folder; every file of a system is asked for several times. */
const BY_FOLDER: ReadonlyMap<string, readonly [name: RegExp, kind: FileKind]> = new Map([
  ["prompts", [new RegExp(`^${STEM}\\.md$`), "prompt"]],
  ["tools", [new RegExp(`^${STEM}\\.js$`), "tool"]],
  ["evals", [new RegExp(`^${STEM}\\.jsonl$`), "suite"]],
  ["schemas", [new RegExp(`^${STEM}\\.json$`), "schema"]],
  ["data", [new RegExp(`^${STEM}\\.json$`), "data"]],
  ["extensions", [new RegExp(`^${STEM}\\.json$`), "extension"]],
  ["docs", [/^/, "inert"]],
]);

/** The kind of a path below a system's folder; nothing when it is none that is known. */
export function fileKindOf(relative: string): FileKind | undefined {
  const slash = relative.indexOf("/");
  if (slash === -1) {
    if (relative === DEFINITION_FILE) return "definition";
    return relative === "README.md" ? "inert" : undefined;
  }
  const [name, kind] = BY_FOLDER.get(relative.slice(0, slash)) ?? [];
  return name?.test(relative.slice(slash + 1)) === true ? kind : undefined;
}

const KIB = 1024;

/** Largest size in bytes of each kind. Inert files are never read, so they have none. */
export const MAX_BYTES: Readonly<Record<FileKind, number>> = {
  definition: 128 * KIB,
  prompt: 256 * KIB,
  tool: 512 * KIB,
  suite: 8 * KIB * KIB,
  schema: KIB * KIB,
  data: KIB * KIB,
  extension: KIB * KIB,
  code: KIB * KIB,
  inert: Number.POSITIVE_INFINITY,
};

/** The mode of a plain file in a git tree. */
export const PLAIN_FILE = "100644";
