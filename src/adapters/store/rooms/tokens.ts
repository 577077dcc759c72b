import { eq } from "drizzle-orm";
import type { Tokens } from "../../../ports/store/tokens.ts";
import type { Database } from "../database.ts";
import { tokens } from "../tables/tokens.ts";

export function tokensIn(database: Database): Tokens {
  return {
    save: async (token) => {
      await database.insert(tokens).values({ sha256: token.sha256, token });
    },
    find: async (sha256) => {
      const [row] = await database.select().from(tokens).where(eq(tokens.sha256, sha256));
      return row?.token;
    },
  };
}
