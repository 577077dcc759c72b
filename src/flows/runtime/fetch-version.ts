import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Artifact } from "../../core/ir/artifact.ts";
import { readArtifact } from "../../core/ir/compile/read-artifact.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { RepositoryId } from "../../core/kernel/ids.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Ports } from "../../ports/ports.ts";
import type { RegisteredVersion } from "../../ports/store/versions.ts";

/** A version out of the registry: where it was met, and what it holds. */
export type FetchedVersion = {
  readonly registered: RegisteredVersion;
  readonly artifact: Artifact;
};

/** Any version that the app has read in this repository, whole. */
export async function fetchVersion(
  { store }: Pick<Ports, "store">,
  repositoryId: RepositoryId,
  version: Digest,
): Promise<Result<FetchedVersion, ReasonCode>> {
  return store.transact(async (tx) => {
    const registered = await tx.versions.load(repositoryId, version);
    const text = registered && (await tx.artifacts.load(registered.artifact));
    if (registered === undefined || text === undefined) return refused("not-found");
    const artifact = readArtifact(text, registered.artifact);
    // Bytes that make another version than the row says were not written by this app.
    return artifact.ok && artifact.value.version === version
      ? accepted({ registered, artifact: artifact.value })
      : refused("internal-fault");
  });
}
