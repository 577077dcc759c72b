import { readdirSync } from "node:fs";
import type { Case } from "../case.ts";

const FOLDER = new URL("../cases/", import.meta.url);

/** Every table of `cases/`: each file exports its rows as `CASES`. */
export async function loadCases(): Promise<readonly Case[]> {
  const tables = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ""));
  const loaded = await Promise.all(
    tables.sort().map(async (table) => {
      // What a table exports is held by its own type; a file without rows must not pass unseen.
      const { CASES } = (await import(`../cases/${table}.ts`)) as { CASES?: readonly Case[] };
      if (CASES === undefined || CASES.length === 0) throw new Error(`${table} has no CASES`);
      return CASES;
    }),
  );
  return loaded.flat();
}
