import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Effect, Slot } from "../../../core/decision/effect.ts";
import { canonicalJson } from "../../../core/kernel/canonical-json.ts";
import { digestOf } from "../../../core/kernel/digest.ts";
import { type PullKey, pullNumber, repositoryId } from "../../../core/kernel/ids.ts";
import type { Outbox, PlannedEffect } from "../../../ports/store/outbox.ts";
import type { Database } from "../database.ts";
import { ofPull } from "../of-pull.ts";
import { storable } from "../storable.ts";
import { effects, slots } from "../tables/outbox.ts";

type EffectRow = typeof effects.$inferSelect;

export function outboxIn(database: Database): Outbox {
  return {
    plan: async (key, effect, entrySeq) => {
      const planned = await planAll(database, { key, effects: [effect], entrySeq });
      return planned === 0 ? "unchanged" : "planned";
    },
    planAll: async (key, effects, entrySeq) => {
      await planAll(database, { key, effects, entrySeq });
    },
    pending: async (key) => {
      const rows = await database
        .select()
        .from(effects)
        .where(and(ofPull(effects, key), eq(effects.state, "pending")))
        .orderBy(asc(effects.id));
      return rows.map(plannedOf);
    },
    start: (id) => start(database, id),
    finish: (id, githubId) => finish(database, id, githubId),
    refuse: async (id, detail) => {
      await database
        .update(effects)
        .set({ state: "refused", detail: storable(detail) })
        .where(eq(effects.id, id));
    },
    githubIdOf: async (repositoryId, slot) => {
      const [row] = await database
        .select()
        .from(slots)
        .where(and(eq(slots.repositoryId, repositoryId), eq(slots.slot, slot)));
      return row?.githubId;
    },
    refusalOf: async (repositoryId, slot) => {
      const last = (await lastOf(database, repositoryId, [slot])).get(slot);
      return last?.state === "refused" ? (last.detail ?? "") : undefined;
    },
  };
}

type Plan = {
  readonly key: PullKey;
  readonly effects: readonly Effect[];
  readonly entrySeq: number;
};

/** How many there were to plan. Of two for one slot, each waits for the other to be planned. */
async function planAll(database: Database, plan: Plan): Promise<number> {
  const slots = new Set(plan.effects.map(({ slot }) => slot));
  if (slots.size === plan.effects.length) return planApart(database, plan);
  let planned = 0;
  for (const effect of plan.effects) {
    planned += await planApart(database, { ...plan, effects: [effect] });
  }
  return planned;
}

async function planApart(database: Database, { key, entrySeq, ...plan }: Plan): Promise<number> {
  if (plan.effects.length === 0) return 0;
  const slots = plan.effects.map(({ slot }) => slot);
  const last = await lastOf(database, key.repositoryId, slots);
  const wanted = plan.effects
    .map((effect) => ({ effect, says: digestOf(sayingOf(effect)), last: last.get(effect.slot) }))
    .filter((one) => one.last?.says !== one.says || one.last.state === "refused");
  if (wanted.length === 0) return 0;
  // What never left is outdated now; what may have left must end first, so that its id is known.
  const outdated = wanted.flatMap(({ last: before }) =>
    before?.state === "pending" && before.attempts === 0 ? [before.id] : [],
  );
  if (outdated.length > 0) {
    await database
      .update(effects)
      .set({ state: "superseded" })
      .where(inArray(effects.id, outdated));
  }
  const rows = wanted.map(({ effect, says }) => {
    const { slot } = effect;
    return { ...key, slot, says, effect, entrySeq, state: "pending", attempts: 0 } as const;
  });
  await database.insert(effects).values(rows);
  return rows.length;
}

/** Canonical when it can be; a title with a lone surrogate has no canonical form, yet must be said. */
function sayingOf(effect: Effect): string {
  return canonicalJson(
    JSON.parse(JSON.stringify(effect).replaceAll(/\\ud[89a-f][0-9a-f]{2}/gi, "?")),
  );
}

async function lastOf(
  database: Database,
  repositoryId: number,
  asked: readonly Slot[],
): Promise<ReadonlyMap<Slot, EffectRow>> {
  const rows = await database
    .selectDistinctOn([effects.slot])
    .from(effects)
    .where(and(eq(effects.repositoryId, repositoryId), inArray(effects.slot, [...asked])))
    .orderBy(effects.slot, desc(effects.id));
  return new Map(rows.map((row) => [row.slot, row]));
}

/** In an answer to an update of one effect, whose own columns have the same names. */
const FILLED_BY = sql<string | null>`(
  SELECT filled.github_id FROM slots AS filled
  WHERE filled.repository_id = effects.repository_id AND filled.slot = effects.slot
)`;

async function start(database: Database, id: number): Promise<string | undefined> {
  const [row] = await database
    .update(effects)
    .set({ attempts: sql`${effects.attempts} + 1` })
    .where(eq(effects.id, id))
    .returning({ githubId: FILLED_BY });
  return row?.githubId ?? undefined;
}

async function finish(database: Database, id: number, githubId: string): Promise<void> {
  const [row] = await database
    .update(effects)
    .set({ state: "performed" })
    .where(eq(effects.id, id))
    .returning();
  if (row === undefined) throw new Error("no such planned effect");
  await database
    .insert(slots)
    .values({ repositoryId: row.repositoryId, slot: row.slot, githubId })
    .onConflictDoUpdate({ target: [slots.repositoryId, slots.slot], set: { githubId } });
}

function plannedOf(row: EffectRow): PlannedEffect {
  const { id, effect, attempts, entrySeq } = row;
  const key = { repositoryId: repositoryId(row.repositoryId), pull: pullNumber(row.pull) };
  return { id, key, effect, attempts, entrySeq };
}
