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

export function changedFiles({ before, after }: Mutation): readonly ChangedFile[] {
  return [...after.files]
    .map(([file, bytes]) => ({ file, bytes, former: before.files.get(file) ?? NOTHING }))
    .filter(({ bytes, former }) => !isSame(bytes, former));
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return (
    left === right ||
    (left.length === right.length && left.every((byte, index) => byte === right[index]))
  );
}
