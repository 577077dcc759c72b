import { eq } from "drizzle-orm";
import { digestOf } from "../../../core/kernel/digest.ts";
import type { Artifacts } from "../../../ports/store/artifacts.ts";
import type { Database } from "../database.ts";
import { artifacts } from "../tables/artifacts.ts";

export function artifactsIn(database: Database): Artifacts {
  return {
    save: async (digest, text) => {
      if (digestOf(text) !== digest) throw new Error("an artifact does not match its digest");
      await database.insert(artifacts).values({ digest, text }).onConflictDoNothing();
    },
    load: async (digest) => {
      const [row] = await database.select().from(artifacts).where(eq(artifacts.digest, digest));
      return row?.text;
    },
  };
}
