import { digestOf } from "../kernel/digest.ts";
import type { Json } from "../kernel/json.ts";
import type { Pointer } from "../kernel/pointer.ts";
import type { JsonEdit } from "./diff-json.ts";
import { fileKindOf } from "./file-kinds.ts";
import { ownersByFile } from "./file-owners.ts";
import type { SystemVersion } from "./system.ts";

/** A changed file as an edit of the module that owns it, with the first line that differs. */
export type FileEdit = JsonEdit & { readonly file: string; readonly line: number };

/**
 * The files whose bytes differ. Prompts and tool code are shown as text, other files by digest. A
 * file with several owners shows at each of them.
 */
export function diffFiles(before: SystemVersion, after: SystemVersion): readonly FileEdit[] {
  const files = changedNames(before, after);
  if (files.length === 0) return [];
  const [formerly, now] = [ownersByFile(before.system), ownersByFile(after.system)];
  return files.flatMap((file) => {
    const old = before.files.get(file);
    const young = after.files.get(file);
    const owners = new Set([...formerly(file), ...now(file)]);
    return [...owners].map((pointer) => fileEdit({ file, pointer, old, young }));
  });
}

function changedNames(before: SystemVersion, after: SystemVersion): readonly string[] {
  const changed: string[] = [];
  for (const [file, old] of before.files) {
    const young = after.files.get(file);
    if (young === undefined || !isEqual(old, young)) changed.push(file);
  }
  for (const file of after.files.keys()) if (!before.files.has(file)) changed.push(file);
  return changed.sort();
}

type Changed = {
  readonly file: string;
  readonly pointer: Pointer;
  readonly old: Uint8Array | undefined;
  readonly young: Uint8Array | undefined;
};

function fileEdit({ file, pointer, old, young }: Changed): FileEdit {
  const before = old && contentOf(file, old);
  const after = young && contentOf(file, young);
  const values = {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
  const kind = old === undefined ? "add" : young === undefined ? "remove" : "replace";
  return { pointer, kind, file, line: firstDifference(old, young), ...values };
}

function contentOf(file: string, bytes: Uint8Array): Json {
  const kind = fileKindOf(file);
  return kind === "prompt" || kind === "tool" ? new TextDecoder().decode(bytes) : digestOf(bytes);
}

const NEWLINE = 10;

/** The line of the later text in which the first differing byte stands; the last one after a cut. */
function firstDifference(old: Uint8Array | undefined, young: Uint8Array | undefined): number {
  if (old === undefined || young === undefined) return 1;
  let line = 1;
  for (let at = 0; at < young.length - 1 && old[at] === young[at]; at += 1) {
    if (young[at] === NEWLINE) line += 1;
  }
  return line;
}

function isEqual(old: Uint8Array, young: Uint8Array): boolean {
  if (old === young) return true;
  return old.length === young.length && old.every((byte, at) => byte === young[at]);
}
