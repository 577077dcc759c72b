/** In bytes; a larger file is neither a suite nor a custody. */
export const MOST_SEALED_BYTES = 32 * 1024 * 1024;

const REF = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** What lies in a home of sealed suites under a reference: the items, and who holds which of them. */
export type SealedFile = "suite" | "seal";

const ENDINGS: Readonly<Record<SealedFile, string>> = { suite: "jsonl", seal: "seal.json" };

/** A reference comes from a charter, so it names a file in one folder, or nothing at all. */
export function sealedFileName(ref: string, file: SealedFile): string | undefined {
  return REF.test(ref) ? `${ref}.${ENDINGS[file]}` : undefined;
}
