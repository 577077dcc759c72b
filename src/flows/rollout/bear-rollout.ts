import type { Caution } from "../../core/evaluation/evaluation.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import { compile } from "../../core/ir/compile.ts";
import type { Mutation } from "../../core/ir/mutation.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { draftOf } from "../../core/ledger/drafts.ts";
import { deliveryOf } from "../../core/rollout/delivery.ts";
import { NO_HEALTH } from "../../core/rollout/health.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { ProductionPointer } from "../../ports/store/systems.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";

export type Born = {
  readonly mutation: Mutation;
  readonly rules: SystemRules;
  /** The tip of the base branch, which production is taken to run where nothing was promoted yet. */
  readonly tip: Sha;
  readonly now: Instant;
  readonly reason: ReasonCode;
  /** How strict its canary is to be, beyond the charter. */
  readonly caution?: Caution | undefined;
};

/** Compiles both versions for the runtimes, and adopts the base as production where nothing is yet. */
export async function bearRollout(
  tx: Transaction,
  { lease, pull, ports }: Pick<Reconciling, "lease" | "pull" | "ports">,
  { mutation, rules, tip, now, reason, caution }: Born,
): Promise<Rollout> {
  const { repositoryId } = lease.key;
  const { system, before, after } = mutation;
  const [stable, candidate] = [compile(before), compile(after)];
  await tx.artifacts.save(stable.digest, stable.text);
  await tx.artifacts.save(candidate.digest, candidate.text);
  const base = { repositoryId, system, version: before.digest, artifact: stable.digest };
  const pointer = await adoptBase(tx, { ...base, commit: tip, since: now });
  const place = { returnTo: pointer.commit, origin: ports.publicUrl ?? "" };
  const delivery = deliveryOf(rules, place);
  return {
    id: ports.entropy.id(),
    repositoryId,
    pull: lease.key.pull,
    system,
    headSha: pull.headSha,
    rules: rules.rollout,
    state: "accepted",
    reason,
    shadowPassed: false,
    step: -1,
    canaryPassed: false,
    share: 0,
    stable: pointer.artifact,
    candidate: candidate.digest,
    before: before.digest,
    after: after.digest,
    enteredAt: now,
    health: NO_HEALTH,
    ...(caution === undefined ? {} : { caution: caution.factor }),
    ...(delivery === undefined ? {} : { delivery }),
  };
}

/** Nothing was ever promoted here: what the base branch holds is what production runs. */
async function adoptBase(tx: Transaction, base: ProductionPointer): Promise<ProductionPointer> {
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
