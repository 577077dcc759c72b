import type { Artifact } from "../../core/ir/artifact.ts";
import { compile } from "../../core/ir/compile.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { draftOf } from "../../core/ledger/drafts.ts";
import { NO_HEALTH } from "../../core/rollout/health.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { ProductionPointer } from "../../ports/store/systems.ts";
import type { Governing } from "../gates/governing.ts";
import type { Weighed } from "../evaluation/weighed.ts";

type Beginning = { readonly weighed: Weighed; readonly now: Instant };

/** Compiles both versions for the runtimes, and adopts the base as production where nothing is yet. */
export async function beginRollout(
  tx: Transaction,
  { reconciling, gathered }: Governing,
  { weighed, now }: Beginning,
): Promise<Rollout> {
  const { mutation } = weighed;
  const { key } = reconciling.lease;
  const stable = compile(mutation.before);
  const candidate = compile(mutation.after);
  await tx.artifacts.save(stable.digest, stable.text);
  await tx.artifacts.save(candidate.digest, candidate.text);
  const { before, after, system } = mutation;
  const pair = {
    repositoryId: key.repositoryId,
    system,
    before: before.digest,
    after: after.digest,
  };
  await tx.evidence.countAccept(pair);
  const pointer = await adoptBase(tx, {
    repositoryId: key.repositoryId,
    system,
    version: before.digest,
    artifact: stable.digest,
    commit: gathered.tip.commit,
    since: now,
  });
  const rollout = newRollout(reconciling, { weighed, now, stable: pointer.artifact, candidate });
  await tx.rollouts.save(rollout);
  return rollout;
}

type Versions = Beginning & { readonly stable: Digest; readonly candidate: Artifact };

function newRollout(
  { lease, pull, ports }: Governing["reconciling"],
  { weighed, now, stable, candidate }: Versions,
): Rollout {
  const { mutation, rules } = weighed;
  return {
    id: ports.entropy.id(),
    repositoryId: lease.key.repositoryId,
    pull: lease.key.pull,
    system: mutation.system,
    headSha: pull.headSha,
    rules: rules.rollout,
    state: "accepted",
    reason: "evidence-sufficient",
    shadowPassed: false,
    step: -1,
    canaryPassed: false,
    share: 0,
    stable,
    candidate: candidate.digest,
    before: mutation.before.digest,
    after: mutation.after.digest,
    enteredAt: now,
    health: NO_HEALTH,
  };
}

/** Nothing was ever promoted here: what the base branch holds is what production runs. */
export async function adoptBase(
  tx: Transaction,
  base: ProductionPointer,
): Promise<ProductionPointer> {
  const { repositoryId, system, version, artifact, commit, since } = base;
  const pointer = await tx.systems.pointer(repositoryId, system);
  if (pointer !== undefined) return pointer;
  await tx.systems.point(base);
  const entry = await tx.ledger.append(
    draftOf(
      "pointer",
      { at: since, subject: { repository_id: repositoryId, system } },
      { version, artifact, commit },
    ),
  );
  await tx.systems.recordEdge({ repositoryId, system, version, entrySeq: entry.seq });
  return base;
}
