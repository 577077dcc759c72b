import { type Incident, touchesGovernance } from "../../core/incident/incident.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { TreeEntry } from "../../core/ir/snapshot.ts";
import type { InstallationId } from "../../core/kernel/ids.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import type { CommandRequest } from "../../ports/store/commands.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { branchKey } from "../reconcile/branch-desk.ts";
import { endIncident } from "./open-incident.ts";

type Lifting = {
  readonly request: CommandRequest;
  readonly record: PullRecord;
  readonly installation: InstallationId;
  readonly now: Instant;
};

/**
 * Ends what a steward looked into, for the system of the pull request that it was said on. What
 * touched governed files is not for one person to settle, and nobody reviews their own emergency.
 */
export async function liftIncidents(tx: Transaction, lifting: Lifting): Promise<ReasonCode> {
  const { record, installation, now } = lifting;
  const { repositoryId } = record.key;
  const open = await tx.incidents.open(repositoryId);
  const liftable = open.filter((one) => isLiftable(one, lifting));
  if (liftable.length === 0) return "nothing-to-lift";
  await tx.work.mark(branchKey(repositoryId), installation, now);
  await takeAsLawful(tx, liftable);
  for (const one of liftable) await endIncident(tx, one, { ended: "incident-lifted", now });
  return "command-obeyed";
}

function isLiftable(incident: Incident, { record, request }: Lifting): boolean {
  if (touchesGovernance(incident) || incident.actorId === request.actor.id) return false;
  if (incident.pull !== undefined) return incident.pull === record.key.pull;
  return incident.freezes !== "repository" && incident.freezes.includes(record.system ?? "");
}

/** What stands on the branch is compared with from now on; else the next look would find it again. */
async function takeAsLawful(tx: Transaction, incidents: readonly Incident[]): Promise<void> {
  for (const { repositoryId, deviations } of incidents) {
    const branch = await tx.incidents.branch(repositoryId);
    if (branch === undefined) continue;
    const rows = new Map(branch.rows.map((entry): [string, TreeEntry] => [entry.path, entry]));
    for (const { path, found } of deviations) {
      if (found === undefined) rows.delete(path);
      else rows.set(path, found);
    }
    await tx.incidents.saveBranch({ ...branch, rows: [...rows.values()] });
  }
}
