import { readArtifact } from "../../core/ir/compile/read-artifact.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { RuntimeToken } from "../../ports/store/tokens.ts";

/**
 * The text of an artifact that this system runs, is trying out, or ran before. Bundles are stored
 * by content and not by owner, so knowing a digest is not enough: prompts of one repository are
 * nobody else's to read.
 */
export async function fetchArtifact(
  { store }: Pick<Ports, "store">,
  token: Pick<RuntimeToken, "repositoryId" | "system">,
  digest: Digest,
): Promise<Result<string, ReasonCode>> {
  return store.transact(async (tx) => {
    const text = await tx.artifacts.load(digest);
    if (text === undefined) return refused("not-found");
    const artifact = readArtifact(text, digest);
    if (!artifact.ok) return refused("internal-fault");
    const versions = await versionsOf(tx, token);
    return versions.has(artifact.value.version) ? accepted(text) : refused("not-found");
  });
}

async function versionsOf(
  tx: Transaction,
  { repositoryId, system }: Pick<RuntimeToken, "repositoryId" | "system">,
): Promise<ReadonlySet<Digest>> {
  const rollout = await tx.rollouts.active(repositoryId, system);
  const pointer = await tx.systems.pointer(repositoryId, system);
  const edges =
    pointer === undefined ? [] : await tx.systems.lineage(repositoryId, pointer.version);
  const own = edges.filter((edge) => edge.system === system);
  const versions = [
    rollout?.before,
    rollout?.after,
    pointer?.version,
    ...own.flatMap((edge) => [edge.version, edge.parent]),
  ];
  return new Set(versions.filter((version) => version !== undefined));
}
