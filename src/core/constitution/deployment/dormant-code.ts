import type { Breach } from "../../gate/finding.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { breachesOf } from "../breach.ts";
import { changedFiles } from "../changed-files.ts";

const breach = breachesOf("C3");

/**
 * What a tool would use to learn where or when it runs, or to make code that nobody has read. The
 * texts are searched as they are, strings and comments included: whoever tells them apart for a
 * hostile author must parse as well as the engine does.
 */
const TOKENS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["Date", /\bDate\s*[.([]|\bnew\s+Date\b|=\s*Date\b/g],
  ["Math.random", /\bMath\s*\.\s*random\b|\bMath\s*\[/g],
  ["performance", /\bperformance\s*[.[]/g],
  ["process", /\bprocess\s*[.[?]/g],
  ["globalThis", /\bglobalThis\b/g],
  ["eval", /\beval\s*\(|\bnew\s+Function\b|\bFunction\s*\(/g],
  ["constructor", /\.\s*constructor\b|\[\s*["'`]constructor/g],
  ["import", /\bimport\s*[(.{*"']|\bimport\s+\w|\brequire\s*\(/g],
  ["navigator", /\bnavigator\s*[.[]/g],
  ["Intl", /\bIntl\s*[.[]/g],
  ["environment", /\bcontext\s*\.\s*(?:env|environment|flags|stage|arm|variant)\b/g],
];

/** Such tokens in tool code, where the head has more of them than the base. */
export function dormantCode({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  return changedFiles(mutation)
    .filter(({ file }) => file.startsWith("tools/"))
    .flatMap(({ file, bytes, former }) =>
      newTokens(textOf(former), textOf(bytes)).map(({ token, line }) =>
        breach(
          "dormant-code",
          { path: `${mutation.after.root}/${file}`, line },
          { problem: "surroundings-code", token, path: file },
        ),
      ),
    );
}

function newTokens(
  old: string,
  young: string,
): readonly { readonly token: string; readonly line: number }[] {
  const known = new Set(old.split("\n"));
  const lines = young.split("\n");
  return TOKENS.flatMap(([token, pattern]) => {
    const found = [...young.matchAll(pattern)].map(({ index }) => lineAt(young, index));
    const formerly = [...old.matchAll(pattern)].length;
    if (found.length <= formerly) return [];
    const fresh = found.filter((line) => !known.has(lines[line - 1] ?? ""));
    return (fresh.length > 0 ? fresh : found.slice(formerly)).map((line) => ({ token, line }));
  });
}

/** Unicode escapes in identifiers are undone first, or `D\u0061te` would be another word. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder()
    .decode(bytes)
    .replace(/\\u\{([0-9a-fA-F]{1,6})\}|\\u([0-9a-fA-F]{4})/g, (escape, long, short) => {
      const codePoint = Number.parseInt(String(long ?? short), 16);
      return codePoint > 0x1f && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : escape;
    });
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
