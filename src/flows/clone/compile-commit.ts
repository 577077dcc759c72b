import { compileSystem, type Compilation } from "../../core/ir/compile/compile-system.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { accepted, type Result } from "../../core/kernel/result.ts";
import { checkVersion } from "../../core/validation/check-version.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import { loadSystem, locateSystem, type NotLocated } from "../reading/locate-system.ts";

/** A compilation and where its source lay. The artifact itself names no commit. */
export type CompiledCommit = Compilation & {
  readonly system: string;
  readonly commit: Sha;
  readonly path: string;
};

/** Takes one system of one commit through the six stages of the compiler. */
export async function compileCommit(
  objects: GitObjects,
  { commit, system }: { readonly commit: Sha; readonly system?: string },
): Promise<Result<CompiledCommit, NotLocated>> {
  const located = await locateSystem(objects, commit, system);
  if (!located.ok) return located;
  const { name, root, rules } = located.value;
  const snapshot = await loadSystem(objects, commit, located.value);
  const compilation = compileSystem({ name, root, format: rules?.format, snapshot }, checkVersion);
  return accepted({ ...compilation, system: name, commit, path: root });
}
