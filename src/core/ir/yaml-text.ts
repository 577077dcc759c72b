import type { Finding } from "../gate/finding.ts";
import { lineIndexOf } from "./line-index.ts";
import { schemaFinding } from "./schema-finding.ts";

/**
 * Characters that show nothing or break lines for one parser and not for another: with U+2028 in a
 * comment, PyYAML reads a second key where GitHub shows a remark.
 */
const FORBIDDEN =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]|\p{Noncharacter_Code_Point}|\p{Surrogate}/u;

/** What is wrong with the text itself, before any YAML is looked at. */
export function checkYamlText(path: string, text: string): readonly Finding[] {
  const at = text.search(FORBIDDEN);
  if (at !== -1) return [characterFinding(path, text, at)];
  return text.normalize("NFC") === text ? [] : [compositionFinding(path, text)];
}

function characterFinding(path: string, text: string, at: number): Finding {
  const codePoint = text.codePointAt(at) ?? 0;
  const character = `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
  const place = { path, ...lineIndexOf(text).at(at) };
  return schemaFinding("yaml-ambiguous", place, { problem: "character", character });
}

function compositionFinding(path: string, text: string): Finding {
  const line = text.split("\n").findIndex((row) => row.normalize("NFC") !== row) + 1;
  const place = { path, line: Math.max(line, 1), column: 1 };
  return schemaFinding("yaml-ambiguous", place, { problem: "not-composed" });
}
