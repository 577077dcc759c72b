import { and, eq } from "drizzle-orm";
import { pullNumber, repositoryId } from "../../../core/kernel/ids.ts";
import { instant } from "../../../core/kernel/instant.ts";
import type { Systems } from "../../../ports/store/systems.ts";
import type { Database } from "../database.ts";
import { ofSystem } from "../of-system.ts";
import { canaryLocks } from "../tables/systems.ts";

type CanaryLocks = Pick<Systems, "holdCanary" | "canaryHolder" | "releaseCanary">;

export function canaryLocksIn(database: Database): CanaryLocks {
  return {
    holdCanary: async (...[key, system, reason, until]) => {
      const held = { pull: key.pull, reason, until };
      const rows = await database
        .insert(canaryLocks)
        .values({ ...key, system, reason, until })
        .onConflictDoUpdate({
          target: [canaryLocks.repositoryId, canaryLocks.system],
          set: held,
          setWhere: eq(canaryLocks.pull, key.pull),
        })
        .returning();
      return rows.length === 1;
    },
    canaryHolder: async (owner, system) => {
      const [row] = await database
        .select()
        .from(canaryLocks)
        .where(ofSystem(canaryLocks, { repositoryId: owner, system }));
      if (row === undefined) return undefined;
      const { pull, until } = row;
      return {
        repositoryId: repositoryId(row.repositoryId),
        pull: pullNumber(pull),
        until: instant(until),
      };
    },
    releaseCanary: async (key, system) => {
      const { repositoryId, pull } = key;
      await database
        .delete(canaryLocks)
        .where(and(ofSystem(canaryLocks, { repositoryId, system }), eq(canaryLocks.pull, pull)));
    },
  };
}
