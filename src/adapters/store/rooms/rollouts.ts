import { and, desc, eq, inArray } from "drizzle-orm";
import type { RepositoryId } from "../../../core/kernel/ids.ts";
import { instant } from "../../../core/kernel/instant.ts";
import type { Rollout, RolloutState } from "../../../core/rollout/rollout.ts";
import type { Exposure, Rollouts } from "../../../ports/store/rollouts.ts";
import type { Database } from "../database.ts";
import { ofPull } from "../of-pull.ts";
import { ofSystem } from "../of-system.ts";
import { exposures, rollouts } from "../tables/rollouts.ts";

const UNDER_WAY: RolloutState[] = ["shadow", "canary", "held", "promoting", "rolling-back"];

export function rolloutsIn(database: Database): Rollouts {
  const select = () => database.select().from(rollouts);
  return {
    load: async (id) => {
      const [row] = await select().where(eq(rollouts.id, id));
      return row?.record;
    },
    loadForUpdate: async (id) => {
      const [row] = await select().where(eq(rollouts.id, id)).for("update");
      return row?.record;
    },
    save: async (record) => {
      const { id, repositoryId, pull, system, state } = record;
      await database
        .insert(rollouts)
        .values({ id, repositoryId, pull, system, state, record })
        .onConflictDoUpdate({ target: rollouts.id, set: { state, record } });
    },
    ofPull: async (key) => {
      const [row] = await select()
        .where(ofPull(rollouts, key))
        .orderBy(desc(rollouts.arrival))
        .limit(1);
      return row?.record;
    },
    active: async (repositoryId, system) => {
      const underWay = inArray(rollouts.state, UNDER_WAY);
      const rows = await select()
        .where(and(ofSystem(rollouts, { repositoryId, system }), underWay))
        .orderBy(desc(rollouts.arrival));
      return rows.map((row) => row.record).find(hasBegun);
    },
    promoted: (repositoryId, system) => promoted(database, { repositoryId, system }),
    exposure: (rolloutId, unit) => exposureOf(database, rolloutId, unit),
    expose: (exposure) => expose(database, exposure),
  };
}

async function promoted(
  database: Database,
  place: { readonly repositoryId: RepositoryId; readonly system: string },
): Promise<Rollout | undefined> {
  const [row] = await database
    .select()
    .from(rollouts)
    .where(and(ofSystem(rollouts, place), eq(rollouts.state, "promoted")))
    .orderBy(desc(rollouts.arrival))
    .limit(1);
  return row?.record;
}

/** One that was held before its first stage gives nobody anything. */
function hasBegun({ state, heldFrom }: Rollout): boolean {
  return state !== "held" || heldFrom !== "accepted";
}

async function exposureOf(
  database: Database,
  rolloutId: string,
  unit: string,
): Promise<Exposure | undefined> {
  const [row] = await database
    .select()
    .from(exposures)
    .where(and(eq(exposures.rolloutId, rolloutId), eq(exposures.unit, unit)));
  return row && { ...row, at: instant(row.at) };
}

async function expose(database: Database, exposure: Exposure): Promise<Exposure> {
  await database.insert(exposures).values(exposure).onConflictDoNothing();
  const kept = await exposureOf(database, exposure.rolloutId, exposure.unit);
  if (kept === undefined) throw new Error("an exposure vanished");
  return kept;
}
