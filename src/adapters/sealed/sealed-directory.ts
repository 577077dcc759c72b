import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import type { SealedSuites } from "../../ports/sealed-suites.ts";
import {
  MOST_SEALED_BYTES,
  type SealedFile,
  sealedFileName,
} from "../../core/custody/sealed-files.ts";

/**
 * Sealed suites as `<directory>/<ref>.jsonl`, their custody beside them as `<ref>.seal.json`. A
 * reference names a file here and nothing else: no other folder, no link out of this one, nothing that
 * is not a file.
 */
export function openSealedDirectory(directory: string | undefined): SealedSuites {
  const load = async (ref: string, file: SealedFile): Promise<Uint8Array | undefined> => {
    const name = sealedFileName(ref, file);
    if (directory === undefined || name === undefined) return undefined;
    try {
      return await read(directory, name);
    } catch (fault) {
      if (isAbsent(fault)) return undefined;
      throw fault;
    }
  };
  return { load: (ref) => load(ref, "suite"), loadSeal: (ref) => load(ref, "seal") };
}

async function read(directory: string, name: string): Promise<Uint8Array> {
  const home = await realpath(directory);
  const path = await realpath(join(home, name));
  if (!path.startsWith(home + sep)) throw new Error("a sealed suite links out of its directory");
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    if (size > MOST_SEALED_BYTES) throw new Error("a sealed suite is larger than 32 MiB");
    return new Uint8Array(await file.readFile());
  } finally {
    await file.close();
  }
}

function isAbsent(fault: unknown): boolean {
  return fault instanceof Error && "code" in fault && fault.code === "ENOENT";
}
