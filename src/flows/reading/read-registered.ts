import type { SystemVersion } from "../../core/ir/system.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { RepositoryId } from "../../core/kernel/ids.ts";
import type { Ports } from "../../ports/ports.ts";
import { fetchVersion } from "../runtime/fetch-version.ts";

/** A version as it was when it was first met, out of the registry; nothing where it holds none. */
export async function readRegistered(
  ports: Pick<Ports, "store">,
  repositoryId: RepositoryId,
  digest: Digest,
): Promise<SystemVersion | undefined> {
  const fetched = await fetchVersion(ports, repositoryId, digest);
  if (!fetched.ok) return undefined;
  const { registered, artifact } = fetched.value;
  const { name, system, files } = artifact;
  const encoder = new TextEncoder();
  const bytes = Object.entries(files).map(([path, content]): readonly [string, Uint8Array] => [
    path,
    encoder.encode(content),
  ]);
  return {
    name,
    root: registered.path,
    system,
    files: new Map(bytes),
    digest,
    positions: new Map(registered.positions),
  };
}
