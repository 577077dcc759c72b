import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Pool } from "pg";
import type { Connection } from "./database.ts";
import { MIGRATIONS } from "./migrations-folder.ts";

/** Any number that no other program on the same database uses for its advisory locks. */
const MIGRATION_LOCK = 7_305_118_204;

export async function connectPostgres(
  databaseUrl: string,
  onIdleError: (error: Error) => void,
): Promise<Connection> {
  const pool = new Pool({ connectionString: databaseUrl, max: 10 });
  // Without a listener, a server that restarts would end the process through its idle connections.
  pool.on("error", onIdleError);
  await migrateAlone(pool);
  const database = drizzle(pool);
  return {
    kind: "server",
    transaction: (work) => database.transaction(work),
    executeSql: (text, values) => executeOn(pool, text, values),
    close: () => pool.end(),
  };
}

/** A script with its own BEGIN that fails half-way would poison its connection for whoever is next. */
async function executeOn(pool: Pool, text: string, values: unknown[] | undefined) {
  const client = await pool.connect();
  try {
    const result = await client.query<Record<string, unknown>>(text, values);
    client.release();
    // A script of several statements is answered with a list, whatever the types say.
    return { rows: Array.isArray(result) ? [] : result.rows };
  } catch (fault) {
    client.release(true);
    throw fault;
  }
}

/** Replicas that start together take turns, because drizzle's migrator takes no lock. */
async function migrateAlone(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS });
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [MIGRATION_LOCK]);
    client.release();
  }
}
