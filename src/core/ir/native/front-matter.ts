import type { Finding } from "../../gate/finding.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import { schemaFinding } from "../schema-finding.ts";
import type { NativeDocument } from "./native-document.ts";
import { readNativeText } from "./native-text.ts";
import { parseNativeYamlText } from "./parse-native-yaml.ts";

/** A Markdown file with settings before its text; the text's lines are numbered as in the file. */
export type Article = {
  readonly settings: NativeDocument;
  readonly body: readonly { readonly line: number; readonly text: string }[];
};

const FENCE = /^---[ ]*$/;

/** Reads settings and text. A file without settings is no article, and `missing-key` says so. */
export function parseFrontMatter(
  path: string,
  bytes: Uint8Array,
): Result<Article, readonly Finding[]> {
  const text = readNativeText(path, bytes);
  if (!text.ok) return text;
  const lines = text.value.split("\n");
  const end = lines.findIndex((line, index) => index > 0 && FENCE.test(line));
  if (!FENCE.test(lines[0] ?? "") || end === -1) {
    const facts = { problem: "no-front-matter", key: "name", pointer: "/name" };
    return refused([schemaFinding("system-invalid", { path, line: 1, column: 1 }, facts)]);
  }
  // An empty first line in place of the fence keeps every line its number.
  const head = ["", ...lines.slice(1, end).map(quoteColons)].join("\n");
  const settings = parseNativeYamlText(path, head);
  if (!settings.ok) return settings;
  const body = lines.slice(end + 1).map((line, index) => ({ line: end + 2 + index, text: line }));
  return accepted({ settings: { ...settings.value, lines }, body: trimmed(body) });
}

/**
 * Real files say `description: Use when: …`, which no YAML reader takes for anything and the tool
 * itself takes for text. Such a value on one line of the top level is put in quotes.
 */
function quoteColons(line: string): string {
  const [, key, value] = /^([A-Za-z][A-Za-z0-9_-]*): +([^\s"'[{|>&*!#%@`-].*)$/.exec(line) ?? [];
  if (key === undefined || value === undefined || !/: |:$/.test(value)) return line;
  return `${key}: '${value.replaceAll("'", "''")}'`;
}

function trimmed(lines: Article["body"]): Article["body"] {
  const isBlank = ({ text }: { readonly text: string }): boolean => text.trim() === "";
  const first = lines.findIndex((line) => !isBlank(line));
  const last = lines.findLastIndex((line) => !isBlank(line));
  return first === -1 ? [] : lines.slice(first, last + 1);
}
