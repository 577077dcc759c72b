import { customType } from "drizzle-orm/pg-core";

/**
 * A value of our own, kept as JSON text. Not `jsonb`: that type refuses the NUL escape, which a
 * hostile title can carry, and it forgets the order of members.
 */
export const document = customType<{ data: unknown; driverData: string }>({
  dataType: () => "text",
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (text): unknown => JSON.parse(text),
});
