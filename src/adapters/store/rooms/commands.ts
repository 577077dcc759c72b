import { and, asc, eq, isNull } from "drizzle-orm";
import type { Commands } from "../../../ports/store/commands.ts";
import type { Database } from "../database.ts";
import { ofPull } from "../of-pull.ts";
import { storable } from "../storable.ts";
import { commands } from "../tables/commands.ts";

export function commandsIn(database: Database): Commands {
  return {
    request: async (request) => {
      const stored = await database
        .insert(commands)
        .values({ guid: request.guid, ...request.key, request })
        .onConflictDoNothing()
        .returning({ guid: commands.guid });
      return stored.length === 0 ? "replayed" : "requested";
    },
    waiting: async (key) => {
      const rows = await database
        .select()
        .from(commands)
        .where(and(ofPull(commands, key), isNull(commands.answer)))
        .orderBy(asc(commands.arrival));
      return rows.map((row) => row.request);
    },
    answer: async (guid, answer) => {
      await database
        .update(commands)
        .set({ answer: storable(answer) })
        .where(eq(commands.guid, guid));
    },
  };
}
