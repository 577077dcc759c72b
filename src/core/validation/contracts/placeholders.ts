import type { SystemVersion } from "../../ir/system.ts";

const PLACEHOLDER = /\{\{\s*([A-Za-z][A-Za-z0-9_]{0,62})\s*\}\}/g;

type Placeholder = { readonly name: string; readonly line: number };

const NONE: readonly Placeholder[] = [];

const decoder = new TextDecoder();

/** Several checks ask for those of each prompt of a version. */
const KNOWN = new WeakMap<SystemVersion["files"], Map<string, readonly Placeholder[]>>();

/** Every `{{name}}` of a prompt's text that stands on one line, with that line, 1-based. */
export function placeholdersOf({ files }: SystemVersion, file: string): readonly Placeholder[] {
  const ofFiles = KNOWN.get(files) ?? new Map<string, readonly Placeholder[]>();
  KNOWN.set(files, ofFiles);
  const known = ofFiles.get(file) ?? placeholdersIn(decoder.decode(files.get(file)));
  ofFiles.set(file, known);
  return known;
}

function placeholdersIn(text: string): readonly Placeholder[] {
  if (!text.includes("{{")) return NONE;
  return text
    .split("\n")
    .flatMap((row, index) =>
      row.includes("{{")
        ? [...row.matchAll(PLACEHOLDER)].map(([, name = ""]) => ({ name, line: index + 1 }))
        : NONE,
    );
}
