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

const KINDS: readonly (readonly [RegExp, FileKind])[] = [
  [/^system\.yaml$/, "definition"],
  [new RegExp(`^prompts/${STEM}\\.md$`), "prompt"],
  [new RegExp(`^tools/${STEM}\\.js$`), "tool"],
  [new RegExp(`^evals/${STEM}\\.jsonl$`), "suite"],
  [new RegExp(`^schemas/${STEM}\\.json$`), "schema"],
  [new RegExp(`^data/${STEM}\\.json$`), "data"],
  [new RegExp(`^extensions/${STEM}\\.json$`), "extension"],
  [/^(?:README\.md$|docs\/)/, "inert"],
];

/** The kind of a path below a system's folder; nothing when it is none that is known. */
export function fileKindOf(relative: string): FileKind | undefined {
  return KINDS.find(([pattern]) => pattern.test(relative))?.[1];
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
