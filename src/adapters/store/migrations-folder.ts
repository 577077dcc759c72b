import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Migrations stay in `src`, which the package carries: the compiler copies no SQL to `dist`. */
export const MIGRATIONS = folderBeside(import.meta.url);

function folderBeside(module: string): string {
  const own = fileURLToPath(new URL("./migrations", module));
  if (existsSync(own)) return own;
  return fileURLToPath(new URL("../../../src/adapters/store/migrations", module));
}
