import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PreparedPGlite } from "./prepared-pglite.ts";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { Connection } from "./database.ts";
import { MIGRATIONS } from "./migrations-folder.ts";

/** Whether a database was ever kept in this data directory; opening it would make one. */
export function holdsDatabase(directory: string): boolean {
  return existsSync(join(directory, "pglite", "PG_VERSION"));
}

/** `directory` absent: the database lives in memory and dies with the process. */
export async function connectPglite(directory?: string): Promise<Connection> {
  const client = await openPglite(directory);
  const database = drizzle(client);
  await migrate(database, { migrationsFolder: MIGRATIONS });
  return {
    kind: "embedded",
    transaction: (work) => database.transaction(work),
    executeSql: (text, values) => executeOn(client, text, values),
    close: () => client.close(),
  };
}

async function openPglite(directory: string | undefined): Promise<PreparedPGlite> {
  const path = directory === undefined ? undefined : join(directory, "pglite");
  if (path !== undefined) await mkdir(path, { recursive: true, mode: 0o700 });
  const client = new PreparedPGlite(path);
  await client.waitReady;
  // A new piece of the log would be filled with 16 MiB of noughts, and everybody waits meanwhile.
  await client.exec("SET wal_init_zero = off");
  return client;
}

async function executeOn(client: PreparedPGlite, text: string, values: unknown[] | undefined) {
  if (values !== undefined && values.length > 0) {
    return client.query<Record<string, unknown>>(text, values);
  }
  // A script with its own BEGIN that fails half-way would leave the only connection in an aborted
  // transaction; the driver's transaction rolls back instead.
  const script = /^\s*BEGIN;([\s\S]*)COMMIT;\s*$/.exec(text)?.[1];
  const results =
    script === undefined
      ? await client.exec(text)
      : await client.transaction((tx) => tx.exec(script));
  return { rows: results.at(-1)?.rows ?? [] };
}
