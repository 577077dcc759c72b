import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { ChangeSet } from "../../core/ir/change-set.ts";
import { diffSystems } from "../../core/ir/diff-systems.ts";
import type { MutationClass } from "../../core/ir/mutation.ts";
import { mutationClassOf } from "../../core/ir/mutation-class.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { RepositoryId } from "../../core/kernel/ids.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Ports } from "../../ports/ports.ts";
import { fetchVersion, type FetchedVersion } from "./fetch-version.ts";

type Pair = {
  readonly repositoryId: RepositoryId;
  readonly from: Digest;
  readonly to: Digest;
};

/** The difference of two registered versions. The class is absent where nothing differs. */
export type VersionDiff = {
  readonly system: string;
  readonly changes: ChangeSet;
  readonly mutationClass?: MutationClass;
};

/** What lies between any two versions of one system, with the tiers that the earlier stood under. */
export async function diffVersions(
  ports: Pick<Ports, "store">,
  { repositoryId, from, to }: Pair,
): Promise<Result<VersionDiff, ReasonCode>> {
  const before = await fetchVersion(ports, repositoryId, from);
  if (!before.ok) return before;
  const after = await fetchVersion(ports, repositoryId, to);
  if (!after.ok) return after;
  const { registered } = before.value;
  const { system } = registered;
  if (system !== after.value.registered.system) return refused("request-invalid");
  const changes = diffSystems(versionOf(before.value), versionOf(after.value), registered);
  const isSame = changes.edits.length === 0;
  return accepted({
    system,
    changes,
    ...(isSame ? {} : { mutationClass: mutationClassOf(changes) }),
  });
}

function versionOf({ registered, artifact }: FetchedVersion): SystemVersion {
  const encoder = new TextEncoder();
  const bytes = Object.entries(artifact.files).map(([path, text]): [string, Uint8Array] => {
    return [path, encoder.encode(text)];
  });
  const { name, system, version: digest } = artifact;
  const { path: root, positions } = registered;
  return { name, root, system, files: new Map(bytes), digest, positions: new Map(positions) };
}
