import { type SQL, and, eq } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { PullKey } from "../../core/kernel/ids.ts";

type PullColumns = { readonly repositoryId: PgColumn; readonly pull: PgColumn };

export function ofPull(table: PullColumns, key: PullKey): SQL | undefined {
  return and(eq(table.repositoryId, key.repositoryId), eq(table.pull, key.pull));
}
