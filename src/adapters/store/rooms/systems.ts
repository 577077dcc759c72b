import { and, asc, eq, inArray } from "drizzle-orm";
import { repositoryId, sha } from "../../../core/kernel/ids.ts";
import { instant } from "../../../core/kernel/instant.ts";
import type { LineageEdge, ProductionPointer, Systems } from "../../../ports/store/systems.ts";
import type { Database } from "../database.ts";
import { ofSystem } from "../of-system.ts";
import { lineageEdges, pointers } from "../tables/systems.ts";
import { canaryLocksIn } from "./canary-locks.ts";
import { installationsIn } from "./installations.ts";

export function systemsIn(database: Database): Systems {
  return {
    ...installationsIn(database),
    ...canaryLocksIn(database),
    pointer: async (repositoryId, system) => {
      const [row] = await database
        .select()
        .from(pointers)
        .where(ofSystem(pointers, { repositoryId, system }));
      return row && pointerOf(row);
    },
    pointersNamed: async (system) => {
      const rows = await database
        .select()
        .from(pointers)
        .where(eq(pointers.system, system))
        .orderBy(asc(pointers.repositoryId));
      return rows.map(pointerOf);
    },
    point: async (pointer) => {
      await database
        .insert(pointers)
        .values(pointer)
        .onConflictDoUpdate({ target: [pointers.repositoryId, pointers.system], set: pointer });
    },
    recordEdge: async (edge) => {
      await database.insert(lineageEdges).values(edge).onConflictDoNothing();
    },
    lineage: (repositoryId, version) => lineage(database, repositoryId, version),
  };
}

/** Every edge of the systems that ever had this version; `core/lineage` walks them. */
async function lineage(
  database: Database,
  repositoryId: number,
  version: LineageEdge["version"],
): Promise<readonly LineageEdge[]> {
  const inRepository = eq(lineageEdges.repositoryId, repositoryId);
  const named = database
    .select({ system: lineageEdges.system })
    .from(lineageEdges)
    .where(and(inRepository, eq(lineageEdges.version, version)));
  const rows = await database
    .select()
    .from(lineageEdges)
    .where(and(inRepository, inArray(lineageEdges.system, named)))
    .orderBy(asc(lineageEdges.entrySeq));
  return rows.map(edgeOf);
}

function pointerOf(row: typeof pointers.$inferSelect): ProductionPointer {
  return {
    ...row,
    repositoryId: repositoryId(row.repositoryId),
    commit: sha(row.commit),
    since: instant(row.since),
  };
}

function edgeOf(row: typeof lineageEdges.$inferSelect): LineageEdge {
  const { system, version, parent, pull, entrySeq } = row;
  return {
    repositoryId: repositoryId(row.repositoryId),
    system,
    version,
    entrySeq,
    ...(parent === null ? {} : { parent }),
    ...(pull === null ? {} : { pull }),
  };
}
