/** Suites kept outside every governed repository. Their bytes never leave the app's evidence store. */
export type SealedSuites = {
  /** The suite's JSONL bytes, or nothing when this installation does not hold it. */
  load(ref: string): Promise<Uint8Array | undefined>;
  /** Who holds which part of it, as `omega seal` wrote it; nothing where the suite was never split. */
  loadSeal?(ref: string): Promise<Uint8Array | undefined>;
};
