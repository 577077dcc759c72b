import type { Instant } from "../../core/kernel/instant.ts";
import type { Watching } from "../reconcile/branch-desk.ts";
import { changeIncident } from "./open-incident.ts";

/** Says which reviews of emergencies are overdue, and when the next one will be. */
export async function remindReviews(watching: Watching): Promise<Instant | undefined> {
  const { ports, repository, lease } = watching;
  const now = ports.clock.now();
  return ports.store.transact(async (tx) => {
    const open = await tx.incidents.open(repository.id);
    const owed = open.filter(
      ({ reason, isOverdue }) => reason === "emergency-review-due" && isOverdue !== true,
    );
    if (owed.length === 0) return undefined;
    await tx.work.assertHeld(lease);
    for (const incident of owed.filter(({ freezesFrom }) => freezesFrom <= now)) {
      await changeIncident(tx, { ...incident, isOverdue: true }, now);
    }
    const ahead = owed.map(({ freezesFrom }) => freezesFrom).filter((due) => due > now);
    return ahead.toSorted((one, two) => one - two)[0];
  });
}
