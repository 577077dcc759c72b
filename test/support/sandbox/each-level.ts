import { openSandbox } from "../../../src/adapters/sandbox/sandbox.ts";
import type { Sandbox } from "../../../src/ports/sandbox.ts";

/** The sandbox at every level of isolation that works on this machine, from fewer walls to more. */
export async function openEachLevel(): Promise<readonly Sandbox[]> {
  const plain = await openSandbox({ bubblewrap: "off" });
  const probed = await openSandbox({ bubblewrap: "probe" });
  if (probed.isolation === plain.isolation) {
    console.warn("bubblewrap does not work here: only the plain child is tried");
    return [plain];
  }
  return [plain, probed];
}
