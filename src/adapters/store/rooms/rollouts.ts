import { and, desc, eq, inArray } from "drizzle-orm";
import type { RepositoryId } from "../../../core/kernel/ids.ts";
import type { Rollout, RolloutState } from "../../../core/rollout/rollout.ts";
import type { Rollouts } from "../../../ports/store/rollouts.ts";
import type { Database } from "../database.ts";
import { ofPull } from "../of-pull.ts";
import { ofSystem } from "../of-system.ts";
import { rollouts } from "../tables/rollouts.ts";
import { expose, exposuresOf, variantsOf } from "./exposures.ts";

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
    delivering: (repositoryId) => delivering(database, repositoryId),
    exposures: (rolloutId, units) => exposuresOf(database, rolloutId, units),
    variants: (rolloutId, units) => variantsOf(database, rolloutId, units),
    expose: (given) => expose(database, given),
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

/** How far back a delivery is looked for that nobody reported on; far beyond any that is under way. */
const LATEST = 50;

async function delivering(
  database: Database,
  repositoryId: RepositoryId,
): Promise<readonly Rollout[]> {
  const rows = await database
    .select()
    .from(rollouts)
    .where(eq(rollouts.repositoryId, repositoryId))
    .orderBy(desc(rollouts.arrival))
    .limit(LATEST);
  const bySystem = new Map<string, Rollout>();
  for (const { record } of rows) {
    const isFirst = record.serving !== undefined && !bySystem.has(record.system);
    if (isFirst) bySystem.set(record.system, record);
  }
  return [...bySystem.values()];
}

/** One that was held before its first stage gives nobody anything. */
function hasBegun({ state, heldFrom }: Rollout): boolean {
  return state !== "held" || heldFrom !== "accepted";
}
