import type { SystemVersion } from "../../ir/system.ts";

const PLACEHOLDER = /\{\{\s*([A-Za-z][A-Za-z0-9_]{0,62})\s*\}\}/g;

/** Every `{{name}}` of a prompt's text, with its 1-based line. */
export function placeholdersOf(
  { files }: SystemVersion,
  file: string,
): readonly { readonly name: string; readonly line: number }[] {
  const lines = new TextDecoder().decode(files.get(file)).split("\n");
  return lines.flatMap((text, index) =>
    [...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => ({ name, line: index + 1 })),
  );
}
