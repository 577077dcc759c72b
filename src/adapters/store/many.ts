import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

/**
 * Values for one column of many rows as ONE parameter: a thousand rows are a statement of the same
 * text as one row, where a parameter for each cell would be parsed and planned anew.
 */
export function texts<Row>(rows: readonly Row[], of: (row: Row) => string): SQL {
  return sql`${sql.param(rows.map(of))}::text[]`;
}

export function numbers<Row>(rows: readonly Row[], of: (row: Row) => number): SQL {
  return sql`${sql.param(rows.map(of))}`;
}

export function isAnyOf(column: PgColumn, values: readonly string[]): SQL {
  return sql`${column} = ANY(${texts(values, (value) => value)})`;
}
