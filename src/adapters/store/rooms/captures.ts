import { and, desc, eq, notExists, sql } from "drizzle-orm";
import type { Instant } from "../../../core/kernel/instant.ts";
import type {
  CapturePlace,
  CaptureRule,
  Captures,
  ReplayStage,
} from "../../../ports/store/captures.ts";
import type { CapturedInput } from "../../../core/rollout/admit-input.ts";
import type { Database } from "../database.ts";
import { texts } from "../many.ts";
import { ofSystem } from "../of-system.ts";
import { capturedInputs, captureRules, replayedInputs } from "../tables/captures.ts";

export function capturesIn(database: Database): Captures {
  return {
    arrange: (repositoryId, rules) => arrange(database, repositoryId, rules),
    ruleOf: async (place) => {
      const [row] = await database
        .select()
        .from(captureRules)
        .where(ofSystem(captureRules, place))
        .for("update");
      return row && ruleOf(row);
    },
    keep: (place, kept) => unquoted(() => keep(database, place, kept)),
    expire: (now) => expire(database, now),
    unreplayed: (stage, limits) => unreplayed(database, stage, limits),
    noteReplayed: async (stage, digests) => {
      const isEarlier = sql`${replayedInputs.stage} <> ${stage.stage}`;
      await database.delete(replayedInputs).where(and(ofSystem(replayedInputs, stage), isEarlier));
      if (digests.length === 0) return;
      const rows = digests.map((digest) => ({ ...stage, digest }));
      await database.insert(replayedInputs).values(rows).onConflictDoNothing();
    },
  };
}

/**
 * The mapper's error repeats the statement's parameters, and whoever logs it would log an input. The
 * driver's own, which it wraps, tells what went wrong without them.
 */
async function unquoted<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (fault) {
    throw fault instanceof Error && fault.cause instanceof Error ? fault.cause : fault;
  }
}

async function arrange(
  database: Database,
  repositoryId: CapturePlace["repositoryId"],
  rules: readonly CaptureRule[],
): Promise<void> {
  const known = await database
    .select()
    .from(captureRules)
    .where(eq(captureRules.repositoryId, repositoryId))
    .orderBy(captureRules.system)
    .for("update");
  for (const row of known) {
    if (rules.some((rule) => rule.system === row.system && takesOutTheSame(rule, row))) continue;
    const place = { repositoryId, system: row.system };
    await database.delete(captureRules).where(ofSystem(captureRules, place));
  }
  for (const { retention, most, ...rule } of rules) {
    await database
      .insert(captureRules)
      .values({ ...rule, repositoryId, retention, most })
      .onConflictDoUpdate({
        target: [captureRules.repositoryId, captureRules.system],
        set: { retention, most },
      });
    await dropExcess(database, { repositoryId, system: rule.system }, most);
  }
}

function takesOutTheSame(one: Pick<CaptureRule, "redact">, other: Pick<CaptureRule, "redact">) {
  return JSON.stringify(one.redact) === JSON.stringify(other.redact);
}

async function keep(
  database: Database,
  place: CapturePlace,
  { inputs, at }: Parameters<Captures["keep"]>[1],
): Promise<void> {
  if (inputs.length === 0) return;
  // A rule that is gone meanwhile would be a broken reference: nothing can be kept without one.
  await database.execute(sql`
    INSERT INTO ${capturedInputs} (repository_id, system, digest, input, kept_at)
    SELECT ${place.repositoryId}::bigint, ${place.system}, told.digest, told.input, ${at}::bigint
    FROM unnest(
      ${texts(inputs, ({ digest }) => digest)}, ${texts(inputs, ({ input }) => JSON.stringify(input))}
    ) AS told (digest, input)
    ON CONFLICT (repository_id, system, digest) DO UPDATE SET kept_at = EXCLUDED.kept_at`);
  await expire(database, at);
  const [rule] = await database.select().from(captureRules).where(ofSystem(captureRules, place));
  if (rule !== undefined) await dropExcess(database, place, rule.most);
}

async function expire(database: Database, now: Instant): Promise<void> {
  await database.execute(sql`
    DELETE FROM ${capturedInputs} AS kept USING ${captureRules} AS rule
    WHERE rule.repository_id = kept.repository_id AND rule.system = kept.system
      AND kept.kept_at <= ${now}::bigint - rule.retention`);
}

async function dropExcess(database: Database, place: CapturePlace, most: number): Promise<void> {
  await database.execute(sql`
    DELETE FROM ${capturedInputs}
    WHERE repository_id = ${place.repositoryId} AND system = ${place.system} AND digest IN (
      SELECT digest FROM ${capturedInputs}
      WHERE repository_id = ${place.repositoryId} AND system = ${place.system}
      ORDER BY kept_at DESC, arrival DESC OFFSET ${most})`);
}

async function unreplayed(
  database: Database,
  stage: ReplayStage,
  { most, now }: Parameters<Captures["unreplayed"]>[1],
): Promise<readonly CapturedInput[]> {
  const shown = database
    .select({ digest: replayedInputs.digest })
    .from(replayedInputs)
    .where(
      and(
        ofSystem(replayedInputs, stage),
        eq(replayedInputs.stage, stage.stage),
        eq(replayedInputs.digest, capturedInputs.digest),
      ),
    );
  return database
    .select({ digest: capturedInputs.digest, input: capturedInputs.input })
    .from(capturedInputs)
    .innerJoin(captureRules, ofSystem(captureRules, stage))
    .where(
      and(
        ofSystem(capturedInputs, stage),
        sql`${capturedInputs.keptAt} > ${now}::bigint - ${captureRules.retention}`,
        notExists(shown),
      ),
    )
    .orderBy(desc(capturedInputs.keptAt), desc(capturedInputs.arrival))
    .limit(most);
}

function ruleOf(row: typeof captureRules.$inferSelect): CaptureRule {
  const { system, retention, most, redact } = row;
  return { system, retention, most, redact };
}
