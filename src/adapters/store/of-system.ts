import { type SQL, and, eq } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

type SystemColumns = { readonly repositoryId: PgColumn; readonly system: PgColumn };

export function ofSystem(
  table: SystemColumns,
  owner: { readonly repositoryId: number; readonly system: string },
): SQL | undefined {
  return and(eq(table.repositoryId, owner.repositoryId), eq(table.system, owner.system));
}
