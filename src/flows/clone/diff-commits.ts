import type { Finding } from "../../core/gate/finding.ts";
import type { ChangeSet } from "../../core/ir/change-set.ts";
import { diffSystems } from "../../core/ir/diff-systems.ts";
import type { MutationClass } from "../../core/ir/mutation.ts";
import { mutationClassOf } from "../../core/ir/mutation-class.ts";
import { readSystem } from "../../core/ir/read-system.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { accepted, type Result } from "../../core/kernel/result.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import {
  loadSystem,
  type Located,
  locateSystem,
  type NotLocated,
} from "../reading/locate-system.ts";

/** What lies between two versions of one system, or what keeps one of them from being read. */
export type CommitDiff =
  | { readonly kind: "unreadable"; readonly system: string; readonly findings: readonly Finding[] }
  | {
      readonly kind: "diff";
      readonly system: string;
      readonly from: Digest;
      readonly to: Digest;
      readonly changes: ChangeSet;
      /** Absent where nothing differs. */
      readonly mutationClass?: MutationClass;
      /** Whether a charter gave the tiers; without one everything is T3. */
      readonly isGoverned: boolean;
    };

type Asked = { readonly from: Sha; readonly to: Sha; readonly system?: string };

/** The difference of one system between two commits, with the tiers that the earlier charter gives. */
export async function diffCommits(
  objects: GitObjects,
  { from, to, system }: Asked,
): Promise<Result<CommitDiff, NotLocated>> {
  const located = await locateSystem(objects, from, system);
  if (!located.ok) return located;
  const { name, rules } = located.value;
  // A folder that moved meanwhile is where the later charter says; the rules stay the earlier ones.
  const later = await locateSystem(objects, to, name);
  const before = await readAt(objects, from, located.value);
  const after = await readAt(objects, to, later.ok ? later.value : located.value);
  if (!before.ok || !after.ok) {
    const findings = [before, after].flatMap((side) => (side.ok ? [] : side.refusal));
    return accepted({ kind: "unreadable", system: name, findings });
  }
  const changes = diffSystems(before.value, after.value, rules ?? { tiers: [] });
  return accepted({
    kind: "diff",
    system: name,
    from: before.value.digest,
    to: after.value.digest,
    changes,
    ...(changes.edits.length === 0 ? {} : { mutationClass: mutationClassOf(changes) }),
    isGoverned: rules !== undefined,
  });
}

async function readAt(
  objects: GitObjects,
  commit: Sha,
  located: Located,
): Promise<Result<SystemVersion, readonly Finding[]>> {
  const { name, root, rules } = located;
  const format = rules?.format;
  return readSystem({ name, root, format, snapshot: await loadSystem(objects, commit, located) });
}
