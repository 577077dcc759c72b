import type { Mutation } from "../ir/mutation.ts";

/** A file of the head whose bytes the base does not have under that name. */
export type ChangedFile = {
  /** Below the system's folder. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Empty where the base has no such file. */
  readonly former: Uint8Array;
};

const NOTHING = new Uint8Array();

/** Several rules read the changed files of one mutation; its files are compared once. */
const CHANGED = new WeakMap<Mutation, readonly ChangedFile[]>();

export function changedFiles(mutation: Mutation): readonly ChangedFile[] {
  const known = CHANGED.get(mutation);
  if (known !== undefined) return known;
  const changed: ChangedFile[] = [];
  for (const [file, bytes] of mutation.after.files) {
    const former = mutation.before.files.get(file) ?? NOTHING;
    if (!isSame(bytes, former)) changed.push({ file, bytes, former });
  }
  CHANGED.set(mutation, changed);
  return changed;
}

/** A loop, because every byte of every file of a system passes here. */
function isSame(left: Uint8Array, right: Uint8Array): boolean {
  if (left === right) return true;
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}
