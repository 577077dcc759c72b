import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import type { SealedSuites } from "../../ports/sealed-suites.ts";

const MAX_BYTES = 32 * 1024 * 1024;

const REF = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * Sealed suites as `<directory>/<ref>.jsonl`, their custody beside them as `<ref>.seal.json`. A reference comes from a charter, so it names a file
 * here and nothing else: no other folder, no link out of this one, nothing that is not a file.
 */
export function openSealedDirectory(directory: string | undefined): SealedSuites {
  const load = async (ref: string, ending: string): Promise<Uint8Array | undefined> => {
    if (directory === undefined || !REF.test(ref)) return undefined;
    try {
      return await read(directory, `${ref}.${ending}`);
    } catch (fault) {
      if (isAbsent(fault)) return undefined;
      throw fault;
    }
  };
  return { load: (ref) => load(ref, "jsonl"), loadSeal: (ref) => load(ref, "seal.json") };
}

async function read(directory: string, name: string): Promise<Uint8Array> {
  const home = await realpath(directory);
  const path = await realpath(join(home, name));
  if (!path.startsWith(home + sep)) throw new Error("a sealed suite links out of its directory");
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    if (size > MAX_BYTES) throw new Error("a sealed suite is larger than 32 MiB");
    return new Uint8Array(await file.readFile());
  } finally {
    await file.close();
  }
}

function isAbsent(fault: unknown): boolean {
  return fault instanceof Error && "code" in fault && fault.code === "ENOENT";
}
