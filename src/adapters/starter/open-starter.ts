import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Starter } from "../../ports/starter.ts";

/** Ships beside the program, wherever that was installed. */
const FOLDER = fileURLToPath(new URL("../../../templates/starter", import.meta.url));

/** The starter as it was packaged with this release. */
export function openStarter(folder: string = FOLDER): Starter {
  return {
    files: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();
      const rows = await Promise.all(
        paths.map(async (path) => [nameOf(folder, path), await readFile(path, "utf8")] as const),
      );
      return new Map(rows);
    },
  };
}

/** Git's separator, whatever the machine's. */
function nameOf(folder: string, path: string): string {
  return relative(folder, path).split(sep).join("/");
}
