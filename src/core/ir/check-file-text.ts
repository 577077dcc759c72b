import type { Finding } from "../gate/finding.ts";
import { hiddenCharacterIn } from "./hidden-characters.ts";
import { lineIndexOf } from "./line-index.ts";
import { schemaFinding } from "./schema-finding.ts";

/**
 * What a prompt, code or JSON hides from who reviews it. Prose may be in any script and with any
 * emoji; what must be there unseen can be written as an escape.
 */
export function checkFileText(path: string, text: string): readonly Finding[] {
  const hidden = hiddenCharacterIn(text, { controls: "\t\r", joiners: true });
  if (hidden === undefined) return [];
  const place = { path, ...lineIndexOf(text).at(hidden.at) };
  // Git, editors and reviews take a file with NUL for binary and hide what changed in it.
  if (hidden.character === "U+0000") {
    return [schemaFinding("file-not-utf8", place, { problem: "nul" })];
  }
  const facts = { problem: "character", character: hidden.character };
  return [schemaFinding("file-text-hidden", place, facts)];
}
