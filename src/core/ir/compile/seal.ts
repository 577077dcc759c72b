import { canonicalJson } from "../../kernel/canonical-json.ts";
import { digestOf } from "../../kernel/digest.ts";
import type { Artifact } from "../artifact.ts";
import { jsonOf } from "../json-of.ts";

/** What a bundle is read as. Bumped whenever the same members would mean something else. */
export const FORMAT = "omega.dev/artifact/v2";

/** Of the lowering, not of the app: the same version compiles to the same bytes until this moves. */
export const COMPILER = 1;

/** All of an artifact but its bytes. */
export type Unsealed = Omit<Artifact, "digest" | "text">;

/**
 * Gives an artifact its bytes and so its name. Commit and path are not in it: one version stands in
 * many commits, and a revert must find the bundle that ran before.
 */
export function seal(unsealed: Unsealed): Artifact {
  const { name, version, system, files, plan } = unsealed;
  const provenance = { system: name, version, compiler: COMPILER };
  const text = canonicalJson(jsonOf({ format: FORMAT, provenance, system, files, plan }));
  return { digest: digestOf(text), text, ...unsealed };
}
