import type { Finding } from "../gate/finding.ts";
import { hiddenCharacterIn } from "./hidden-characters.ts";
import { lineIndexOf } from "./line-index.ts";
import { schemaFinding } from "./schema-finding.ts";

/** What is wrong with the text itself, before any YAML is looked at. */
export function checkYamlText(path: string, text: string): readonly Finding[] {
  const hidden = hiddenCharacterIn(text, { controls: "", joiners: false });
  if (hidden !== undefined) {
    const place = { path, ...lineIndexOf(text).at(hidden.at) };
    const facts = { problem: "character", character: hidden.character };
    return [schemaFinding("yaml-ambiguous", place, facts)];
  }
  return text.normalize("NFC") === text ? [] : [compositionFinding(path, text)];
}

/** Two keys that look alike would be two keys to every parser. */
function compositionFinding(path: string, text: string): Finding {
  const rows = text.split("\n");
  const line = rows.findIndex((row) => row.normalize("NFC") !== row);
  const row = rows[line] ?? "";
  const composed = row.normalize("NFC");
  const column = Array.from(row, (_, at) => at).find((at) => row[at] !== composed[at]) ?? 0;
  const place = { path, line: Math.max(line, 0) + 1, column: column + 1 };
  return schemaFinding("yaml-ambiguous", place, { problem: "not-composed" });
}
