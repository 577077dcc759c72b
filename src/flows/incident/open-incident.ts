import type { Effect } from "../../core/decision/effect.ts";
import { type Incident, type IncidentEnd, standingReason } from "../../core/incident/incident.ts";
import { nameOfLoss } from "../../core/incident/release-guard.ts";
import { planRestoration } from "../../core/incident/restoration.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { draftOf } from "../../core/ledger/drafts.ts";
import type { Draft, ExactJson } from "../../core/ledger/entry.ts";
import { incidentCheck, renderIncident, renderRevert } from "../../core/prose/incidents.ts";
import type { Repository } from "../../ports/forge.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { branchKey } from "../reconcile/branch-desk.ts";

/** Rows that an entry of the record names; it is bounded, and says how many there are. */
const MOST_ROWS = 100;

/** Writes an incident down: its row, its entry, its check on the commit, and what would put it right. */
export function openIncident(
  tx: Transaction,
  repository: Pick<Repository, "defaultBranch">,
  incident: Incident,
): Promise<void> {
  return proposeRevert(tx, repository, { incident, now: incident.openedAt });
}

/** What an incident says once its rows are known, and the pull request that would put them back. */
export async function proposeRevert(
  tx: Transaction,
  repository: Pick<Repository, "defaultBranch">,
  { incident, now }: { readonly incident: Incident; readonly now: Instant },
): Promise<void> {
  await tx.incidents.save(incident);
  const entry = await tx.ledger.append(incidentDraft(incident, now));
  await planAll(tx, incident, {
    effects: [planCheck(incident), ...planRevert(incident, repository.defaultBranch)],
    after: entry.seq,
  });
}

/** Says that what was owed is overdue, or that it is over and why. */
export async function changeIncident(
  tx: Transaction,
  incident: Incident,
  now: Instant,
): Promise<void> {
  await tx.incidents.save(incident);
  const entry = await tx.ledger.append(incidentDraft(incident, now));
  await planAll(tx, incident, { effects: [planCheck(incident)], after: entry.seq });
}

export function endIncident(
  tx: Transaction,
  incident: Incident,
  { ended, now }: { readonly ended: IncidentEnd; readonly now: Instant },
): Promise<void> {
  return changeIncident(tx, { ...incident, ended }, now);
}

async function planAll(
  tx: Transaction,
  { repositoryId }: Incident,
  { effects, after }: { readonly effects: readonly Effect[]; readonly after: number },
): Promise<void> {
  const key = branchKey(repositoryId);
  for (const effect of effects) await tx.outbox.plan(key, effect, after);
}

function planCheck(incident: Incident): Effect {
  return {
    kind: "publish-check",
    slot: `incident/${incident.id}/check`,
    sha: incident.sha,
    name: incidentCheck(incident),
    actions: [],
    ...renderIncident(incident),
  };
}

function planRevert(incident: Incident, into: string): readonly Effect[] {
  const { rows, byHand } = planRestoration(incident.deviations);
  if (rows.length === 0) return [];
  return [
    {
      kind: "propose-change",
      slot: `incident/${incident.id}/revert`,
      branch: `omega/put-back-${incident.id}`,
      onto: incident.sha,
      into,
      rows,
      ...renderRevert(incident, byHand),
    },
  ];
}

export function incidentDraft(incident: Incident, at: Instant): Draft {
  const { repositoryId, freezes, sha, pull, deviations } = incident;
  const system = freezes === "repository" || freezes.length !== 1 ? undefined : freezes[0];
  const subject = {
    repository_id: repositoryId,
    head_sha: sha,
    ...(system === undefined ? {} : { system }),
    ...(pull === undefined ? {} : { pull }),
  };
  return draftOf(
    "incident",
    { at, subject },
    {
      incident: incident.id,
      reason_code: standingReason(incident),
      state: incident.ended === undefined ? "open" : "ended",
      freezes,
      freezes_from: incident.freezesFrom,
      from: incident.from ?? "",
      rows: deviations.slice(0, MOST_ROWS).map(rowOf),
      rows_total: deviations.length,
      ...(incident.environment === undefined ? {} : { environment: incident.environment }),
      ...(incident.losses === undefined ? {} : { losses: incident.losses.map(nameOfLoss) }),
      ...(incident.actorId === undefined ? {} : { actor_id: incident.actorId }),
    },
  );
}

function rowOf({ path, lawful, found }: Incident["deviations"][number]): ExactJson {
  return { path, lawful: lawful?.sha ?? "", found: found?.sha ?? "" };
}
