import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

type Rows<Row> = { readonly rows: readonly Row[] };

/** What a statement of our own words answers, on each driver. */
interface RowsHKT extends PgQueryResultHKT {
  type: Rows<this["row"]>;
}

/** A database inside one transaction, whichever driver carries it. */
export type Database = PgDatabase<RowsHKT>;

/** Raw SQL beside the store, for the queue, which keeps its own tables. Never inside a transaction. */
export type SqlExecutor = {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
};

/** One way to reach a database; the store is the same on each. */
export type Connection = SqlExecutor & {
  readonly kind: "embedded" | "server";
  transaction<Value>(work: (database: Database) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
};
