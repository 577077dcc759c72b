import { type Charter, CHARTER_PATH } from "../../core/ir/charter.ts";
import { isSameRow } from "../../core/incident/licence.ts";
import { guardOf } from "../../core/incident/guarded-paths.ts";
import type { Tree } from "../../core/ir/snapshot.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import type { MetVersion } from "../rollout/register-versions.ts";
import { readVersionAt } from "./read-version-at.ts";

type Branch = {
  readonly charter: Charter;
  readonly tip: Sha;
  readonly tree: Tree;
  /** The guarded rows as they were lawful before; nothing when this is the first look. */
  readonly lawful?: Tree;
};

/**
 * Versions that the default branch holds and did not hold before, however they came there: by a
 * merge, an introduction, an adoption, or around the app. What cannot be read is no version.
 */
export async function versionsOnBranch(
  objects: GitObjects,
  { charter, tip, tree, lawful = new Map() }: Branch,
): Promise<readonly MetVersion[]> {
  const versions: MetVersion[] = [];
  for (const system of changedSystems(charter, lawful, tree)) {
    const reading = { charter, commit: tip, system };
    const version = await readVersionAt(objects, { ...reading, tree });
    if (version === undefined) continue;
    const parent = (await readVersionAt(objects, { ...reading, tree: lawful }))?.digest;
    versions.push({
      system,
      version,
      commit: tip,
      tiers: charter.systems[system]?.tiers ?? [],
      ...(parent === undefined || parent === version.digest ? {} : { parent }),
    });
  }
  return versions;
}

/** A charter that changed may name systems whose rows nobody guarded before. */
function changedSystems(charter: Charter, lawful: Tree, tree: Tree): readonly string[] {
  const names = Object.keys(charter.systems);
  if (!isSameRow(lawful.get(CHARTER_PATH), tree.get(CHARTER_PATH))) return names;
  const guard = guardOf(charter);
  const owners = [...lawful.values(), ...tree.values()]
    .filter(({ path }) => !isSameRow(lawful.get(path), tree.get(path)))
    .map((entry) => guard(entry));
  const changed = new Set(
    owners.flatMap((owner) => (owner?.kind === "system" ? owner.system : [])),
  );
  return names.filter((name) => changed.has(name));
}
