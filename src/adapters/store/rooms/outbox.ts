import { and, asc, desc, eq, sql } from "drizzle-orm";
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
    plan: (key, effect, entrySeq) => plan(database, { key, effect, entrySeq }),
    pending: async (key) => {
      const rows = await database
        .select()
        .from(effects)
        .where(and(ofPull(effects, key), eq(effects.state, "pending")))
        .orderBy(asc(effects.id));
      return rows.map(plannedOf);
    },
    start: async (id) => {
      const attempts = sql`${effects.attempts} + 1`;
      await database.update(effects).set({ attempts }).where(eq(effects.id, id));
    },
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
      const last = await lastOf(database, repositoryId, slot);
      return last?.state === "refused" ? (last.detail ?? "") : undefined;
    },
  };
}

type Plan = { readonly key: PullKey; readonly effect: Effect; readonly entrySeq: number };

async function plan(database: Database, plan: Plan): Promise<"planned" | "unchanged"> {
  const { effect, entrySeq, key } = plan;
  const says = digestOf(sayingOf(effect));
  const last = await lastOf(database, key.repositoryId, effect.slot);
  if (last?.says === says && last.state !== "refused") return "unchanged";
  // What never left is outdated now; what may have left must end first, so that its id is known.
  if (last?.state === "pending" && last.attempts === 0) {
    await database.update(effects).set({ state: "superseded" }).where(eq(effects.id, last.id));
  }
  await database.insert(effects).values({
    ...key,
    slot: effect.slot,
    says,
    effect,
    entrySeq,
    state: "pending",
    attempts: 0,
  });
  return "planned";
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
  slot: Slot,
): Promise<EffectRow | undefined> {
  const [row] = await database
    .select()
    .from(effects)
    .where(and(eq(effects.repositoryId, repositoryId), eq(effects.slot, slot)))
    .orderBy(desc(effects.id))
    .limit(1);
  return row;
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
