import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Migrations stay in `src`, which the package carries: the compiler copies no SQL to `dist`. */
export const MIGRATIONS = folderBeside(import.meta.url);

function folderBeside(module: string): string {
  const own = fileURLToPath(new URL("./migrations", module));
  if (existsSync(own)) return own;
  // From `dist`, or one level lower: benchmarks are compiled together with `test`.
  const [packaged = own, built = own] = ["../../..", "../../../.."].map((root) =>
    fileURLToPath(new URL(`${root}/src/adapters/store/migrations`, module)),
  );
  return existsSync(packaged) ? packaged : built;
}
