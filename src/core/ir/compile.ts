import type { Artifact } from "./artifact.ts";
import { lower } from "./compile/lower.ts";
import { seal } from "./compile/seal.ts";
import type { SystemVersion } from "./system.ts";

/**
 * The bundle of one version that was read: lowered and sealed. The same version always compiles to
 * the same bytes, so its digest can be promised. `compileSystem` goes all six stages.
 */
export function compile({ name, digest: version, system, files }: SystemVersion): Artifact {
  const texts = Object.fromEntries(
    [...files].map(([path, bytes]): [string, string] => [path, textOf(bytes)]),
  );
  return seal({ name, version, system, files: texts, plan: lower(system) });
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
