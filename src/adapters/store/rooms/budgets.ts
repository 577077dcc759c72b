import { and, asc, eq, gte, inArray, or, sql } from "drizzle-orm";
import { pullNumber, repositoryId } from "../../../core/kernel/ids.ts";
import { instant } from "../../../core/kernel/instant.ts";
import { isHarm } from "../../../core/gate/harm.ts";
import type { Rollout } from "../../../core/rollout/rollout.ts";
import type { Budgets, Spend } from "../../../ports/store/budgets.ts";
import type { Database } from "../database.ts";
import { ofSystem } from "../of-system.ts";
import { budgetLocks, spends } from "../tables/budgets.ts";
import { rollouts } from "../tables/rollouts.ts";
import { lineageEdges } from "../tables/systems.ts";

/** What the same change can spend more than once, on a new baseline; the other kinds count it once. */
const PURSES: readonly Spend["kind"][] = ["sealed-pairs", "usd-micros"];

export function budgetsIn(database: Database): Budgets {
  return {
    lock: async (repositoryId, system) => {
      const owner = { repositoryId, system };
      await database.insert(budgetLocks).values(owner).onConflictDoNothing();
      await database.select().from(budgetLocks).where(ofSystem(budgetLocks, owner)).for("update");
    },
    spentSince: async (repositoryId, systems, since) => {
      const ofSystems = and(
        eq(spends.repositoryId, repositoryId),
        inArray(spends.system, [...systems]),
      );
      const rows = await database
        .select()
        .from(spends)
        .where(and(ofSystems, gte(spends.at, since)))
        .orderBy(asc(spends.at), asc(spends.arrival));
      return rows.map(spendOf);
    },
    namesInLineage: (repositoryId, version) => namesInLineage(database, repositoryId, version),
    goodVersions: (repositoryId, systems) => goodVersions(database, repositoryId, systems),
    harmfulVersions: async (repositoryId, systems) => {
      const turned = await turnedBack(database, repositoryId, systems);
      return turned.filter(({ reason }) => isHarm(reason)).map(({ after }) => after);
    },
    record: async ({ key, ...spend }) => {
      const insert = database.insert(spends).values({ ...key, ...spend });
      const isHold = spend.kind === "sealed-hold";
      if (!isHold && !PURSES.includes(spend.kind)) {
        await insert.onConflictDoNothing();
        return;
      }
      const sum = sql<number>`${spends.amount} + excluded.amount`;
      await insert.onConflictDoUpdate({
        target: [spends.repositoryId, spends.pull, spends.kind, spends.after],
        set: { amount: isHold ? spend.amount : sum, at: spend.at },
      });
    },
  };
}

async function goodVersions(
  database: Database,
  repositoryId: number,
  systems: readonly string[],
): Promise<readonly Spend["before"][]> {
  const edges = await database
    .selectDistinct({ version: lineageEdges.version })
    .from(lineageEdges)
    .where(
      and(eq(lineageEdges.repositoryId, repositoryId), inArray(lineageEdges.system, [...systems])),
    );
  const turned = await turnedBack(database, repositoryId, systems);
  const bad = new Set(turned.map(({ after }) => after));
  return edges.map(({ version }) => version).filter((version) => !bad.has(version));
}

async function turnedBack(
  database: Database,
  repositoryId: number,
  systems: readonly string[],
): Promise<readonly Rollout[]> {
  const rows = await database
    .select({ record: rollouts.record })
    .from(rollouts)
    .where(
      and(
        eq(rollouts.repositoryId, repositoryId),
        inArray(rollouts.system, [...systems]),
        eq(rollouts.state, "rolled-back"),
      ),
    );
  return rows.map(({ record }) => record);
}

/** From the version to the names that had it, to all their versions, and on until nothing is new. */
async function namesInLineage(
  database: Database,
  repositoryId: number,
  version: Spend["before"],
): Promise<readonly string[]> {
  const names = new Set<string>();
  let versions: readonly Spend["before"][] = [version];
  for (;;) {
    const found = await namesOf(database, repositoryId, versions);
    const fresh = found.filter((name) => !names.has(name));
    if (fresh.length === 0) return [...names].sort();
    for (const name of fresh) names.add(name);
    const edges = await database
      .selectDistinct({ version: lineageEdges.version })
      .from(lineageEdges)
      .where(and(eq(lineageEdges.repositoryId, repositoryId), inArray(lineageEdges.system, fresh)));
    versions = edges.map((edge) => edge.version);
    if (versions.length === 0) return [...names].sort();
  }
}

async function namesOf(
  database: Database,
  repositoryId: number,
  versions: readonly Spend["before"][],
): Promise<readonly string[]> {
  const [promoted, mutated] = await Promise.all([
    database
      .selectDistinct({ system: lineageEdges.system })
      .from(lineageEdges)
      .where(
        and(
          eq(lineageEdges.repositoryId, repositoryId),
          or(
            inArray(lineageEdges.version, [...versions]),
            inArray(lineageEdges.parent, [...versions]),
          ),
        ),
      ),
    database
      .selectDistinct({ system: spends.system })
      .from(spends)
      .where(and(eq(spends.repositoryId, repositoryId), inArray(spends.before, [...versions]))),
  ]);
  return [...promoted, ...mutated].map(({ system }) => system);
}

function spendOf(row: typeof spends.$inferSelect): Spend {
  const { system, kind, before, after, amount, byPerson } = row;
  return {
    key: { repositoryId: repositoryId(row.repositoryId), pull: pullNumber(row.pull) },
    system,
    kind,
    before,
    after,
    amount,
    byPerson,
    at: instant(row.at),
  };
}
