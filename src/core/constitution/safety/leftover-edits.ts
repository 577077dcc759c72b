import type { Edit } from "../../ir/change-set.ts";
import { fileKindOf } from "../../ir/file-kinds.ts";
import { parseJson } from "../../ir/parse-json.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { Json } from "../../kernel/json.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { changedFiles } from "../changed-files.ts";

const NONE: readonly Edit[] = [];

/** Verbatim leftovers are settings too; their files are read as the extension they are named for. */
export function leftoverEdits(mutation: Mutation): readonly Edit[] {
  const changed = changedFiles(mutation);
  if (changed.length === 0) return NONE;
  return changed
    .filter(({ file }) => fileKindOf(file) === "extension")
    .flatMap(({ file, bytes, former }) => {
      const path = `${mutation.after.root}/${file}`;
      const pointer: Pointer = pointerOf("extensions", file.slice("extensions/".length));
      const [before, after] = [valueOf(path, former), valueOf(path, bytes)];
      if (after === undefined) return [];
      const known = before === undefined ? {} : { before };
      const place = { path, line: 1, column: 1, tier: "T3", widening: false } as const;
      return [{ pointer, kind: "replace" as const, ...known, after, ...place }];
    });
}

function valueOf(path: string, bytes: Uint8Array): Json | undefined {
  const read = parseJson(path, bytes);
  return read.ok ? read.value.value : undefined;
}
