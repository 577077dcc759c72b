import type { SystemRules } from "./charter.ts";
import { type FileKind, fileKindOf } from "./file-kinds.ts";
import { nativeKindOf, outerFileOf } from "./native/native-kinds.ts";

/** Where a system lives, and in whose files. */
export type SystemPlace = Pick<SystemRules, "path" | "format">;

/** The kind of a path from the repository's root; nothing when it is not the system's or unknown. */
export function kindIn({ path: root, format }: SystemPlace, path: string): FileKind | undefined {
  const relative = root === "" ? path : belowOf(root, path);
  if (format === "omega") return relative === undefined ? undefined : fileKindOf(relative);
  if (path === outerFileOf(format, root)) return "definition";
  return relative === undefined ? undefined : nativeKindOf(format, root, relative);
}

function belowOf(root: string, path: string): string | undefined {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
}
