import { type Incident, incidentName } from "../../core/incident/incident.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { draftOf } from "../../core/ledger/drafts.ts";
import type { Draft } from "../../core/ledger/entry.ts";
import { startProduction } from "../../core/rollout/production.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { incidentDraft } from "../incident/open-incident.ts";
import { subjectOfRollout } from "./stage-entries.ts";

/** Remembers what production ran before, to go back to, and what is normal for the version it runs now. */
export async function settleIn(tx: Transaction, after: Rollout): Promise<Rollout> {
  const pointer = await tx.systems.pointer(after.repositoryId, after.system);
  if (pointer === undefined) return after;
  const { version, artifact, commit } = pointer;
  const replaced = { version, artifact, commit };
  return { ...after, production: startProduction(after.rules, after.health, replaced) };
}

/**
 * True while production runs what this roll-out promoted. One that is about to take over changes
 * nothing: a merge queue may hold it for hours, and what it was compared with is what turned bad.
 */
export async function isInProduction(tx: Transaction, rollout: Rollout): Promise<boolean> {
  const { repositoryId, system, state, candidate } = rollout;
  if (state !== "promoted" || rollout.production === undefined) return false;
  const pointer = await tx.systems.pointer(repositoryId, system);
  return pointer?.artifact === candidate;
}

/**
 * Production runs again what it ran before, from the commit of this transaction on. An incident
 * keeps the system from advancing until the default branch follows; what it holds there, and the
 * pull request that puts it back, is for whoever watches the branch.
 */
export async function takeBack(
  tx: Transaction,
  rollout: Rollout,
  now: Instant,
): Promise<readonly Draft[]> {
  const { repositoryId, system, production, after: bad, reason } = rollout;
  if (production === undefined) return [];
  const { version, artifact, commit } = production.replaced;
  await tx.systems.point({ repositoryId, system, version, artifact, commit, since: now });
  const { size: entrySeq } = await tx.ledger.head();
  await tx.systems.recordEdge({
    repositoryId,
    system,
    version,
    parent: bad,
    pull: rollout.pull,
    entrySeq,
  });
  const incident = incidentOf(rollout, { commit, now });
  await tx.incidents.save(incident);
  const pointer = draftOf(
    "pointer",
    { at: now, subject: subjectOfRollout(rollout) },
    { version, artifact, commit, taken_back: bad, reason_code: reason },
  );
  return [pointer, incidentDraft(incident, now)];
}

function incidentOf(
  { id, repositoryId, system, pull, headSha }: Rollout,
  { commit, now }: { readonly commit: Incident["sha"]; readonly now: Instant },
): Incident {
  return {
    id: incidentName({ repositoryId, sha: headSha, what: [["taken-back", id]] }),
    repositoryId,
    reason: "promotion-taken-back",
    freezes: [system],
    freezesFrom: now,
    openedAt: now,
    from: commit,
    sha: headSha,
    deviations: [],
    pull,
  };
}
