/** A file of a native system: its path in the repository and below the system's folder, and its bytes. */
export type NativeFile = {
  readonly path: string;
  readonly file: string;
  readonly bytes: Uint8Array;
};
