import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Files } from "./builders.ts";

const GOLDEN = fileURLToPath(new URL("../golden/", import.meta.url));

export function goldenText(...path: readonly string[]): string {
  return readFileSync(join(GOLDEN, ...path), "utf8");
}

export function goldenBytes(...path: readonly string[]): Uint8Array {
  return new Uint8Array(readFileSync(join(GOLDEN, ...path)));
}

/** The files of a golden folder as they would stand under `root` in a repository. */
export function goldenFiles(root: string, ...path: readonly string[]): Files {
  const folder = join(GOLDEN, ...path);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [`${root}/${relative(folder, file)}`, readFileSync(file, "utf8")]),
  );
}
