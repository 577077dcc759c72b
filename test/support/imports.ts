import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

export type Import = { readonly from: string; readonly to: string; readonly isPackage: boolean };

const SPECIFIER = /(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']/g;

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
    return [...text.matchAll(SPECIFIER)].map(([, specifier = ""]) => ({
      from,
      to: specifier.startsWith(".")
        ? relative(root, resolve(root, dirname(from), specifier))
        : specifier,
      isPackage: !specifier.startsWith("."),
    }));
  });
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
}
