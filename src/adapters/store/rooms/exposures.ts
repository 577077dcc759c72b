import { type SQL, and, eq, sql } from "drizzle-orm";
import { instant } from "../../../core/kernel/instant.ts";
import type { Exposure } from "../../../ports/store/rollouts.ts";
import type { Database } from "../database.ts";
import { isAnyOf, numbers, texts } from "../many.ts";
import { exposures } from "../tables/rollouts.ts";

export async function exposuresOf(
  database: Database,
  rolloutId: string,
  units: readonly string[],
): Promise<readonly Exposure[]> {
  const rows = await database
    .select()
    .from(exposures)
    .where(and(eq(exposures.rolloutId, rolloutId), isAnyOf(exposures.unit, units)));
  return rows.map((row) => ({ ...row, at: instant(row.at) }));
}

type Variants = ReadonlyMap<string, Exposure["variant"]>;

/** Two columns of the six: an evaluation asks for nothing else, for each of its units every time. */
export async function variantsOf(
  database: Database,
  rolloutId: string,
  units: readonly string[],
): Promise<Variants> {
  const { unit, variant } = exposures;
  const rows = await database
    .select({ unit, variant })
    .from(exposures)
    .where(and(eq(exposures.rolloutId, rolloutId), isAnyOf(unit, units)));
  return new Map(rows.map((row) => [row.unit, row.variant]));
}

export async function expose(database: Database, given: readonly Exposure[]): Promise<Variants> {
  // In one order for everybody, so that two who give the same units never wait for each other.
  const rows = given.toSorted((one, other) => (one.unit < other.unit ? -1 : 1));
  const [first] = rows;
  if (first === undefined) return new Map();
  const { rows: written } = await database.execute<{ unit: string }>(sql`
    INSERT INTO ${exposures} (rollout_id, unit, variant, artifact, share, at)
    ${rowsOf(first.rolloutId, rows)}
    ON CONFLICT DO NOTHING RETURNING unit`);
  const fresh = new Set(written.map(({ unit }) => unit));
  const others = rows.flatMap(({ unit }) => (fresh.has(unit) ? [] : [unit]));
  if (others.length === 0) return new Map();
  const earlier = await variantsOf(database, first.rolloutId, others);
  if (earlier.size !== others.length) throw new Error("an exposure vanished");
  return earlier;
}

/** A roll-out has two artifacts, so each is said once, and units name it by its place. */
function rowsOf(rolloutId: string, rows: readonly Exposure[]): SQL {
  const artifacts = [...new Set(rows.map(({ artifact }) => artifact))];
  return sql`
    SELECT ${rolloutId}, unit, variant, (${texts(artifacts, (one) => one)})[artifact], share, at
    FROM unnest(
      ${texts(rows, ({ unit }) => unit)}, ${texts(rows, ({ variant }) => variant)},
      ${numbers(rows, ({ artifact }) => artifacts.indexOf(artifact) + 1)}::integer[],
      ${numbers(rows, ({ share }) => share)}::float8[], ${numbers(rows, ({ at }) => at)}::bigint[]
    ) AS told (unit, variant, artifact, share, at)`;
}
