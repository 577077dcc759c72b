import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export type Import = { readonly from: string; readonly to: string; readonly isPackage: boolean };

/** Static, re-exporting, bare and dynamic imports; formatted code writes them in these ways only. */
const SPECIFIER =
  /^\s*(?:import|export)\b[^"';]*?\bfrom\s*"([^"]+)"|^\s*import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm;

/** Every TypeScript file below a folder, as paths relative to the repository root. */
export function sourceFiles(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

/** Every import of the given files, types included: a type is a dependency too. */
export function importsOf(root: string, files: readonly string[]): readonly Import[] {
  return files.flatMap((from) => {
    const text = withoutComments(readFileSync(join(root, from), "utf8"));
    return [...text.matchAll(SPECIFIER)].map((match) => {
      const specifier = match[1] ?? match[2] ?? match[3] ?? "";
      const isPackage = !specifier.startsWith(".");
      const to = isPackage ? specifier : relative(root, resolve(root, dirname(from), specifier));
      return { from, to, isPackage };
    });
  });
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
}
