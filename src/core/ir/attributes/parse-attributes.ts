/** `true` and `false` stand for set and unset; `undefined` takes back what a row before said. */
export type AttributeValue = string | boolean | undefined;

export type AttributeRow = {
  /** 1-based line in the file. */
  readonly line: number;
  readonly pattern: string;
  readonly values: ReadonlyMap<string, AttributeValue>;
};

/** What git itself brings. */
const BINARY: readonly (readonly [string, AttributeValue])[] = [
  ["diff", false],
  ["merge", false],
  ["text", false],
];

const MACRO = "[attr]";

/** The rows of a `.gitattributes`, with macros expanded. What git would ignore is left out. */
export function parseAttributes(text: string): readonly AttributeRow[] {
  const macros = new Map([["binary", BINARY]]);
  return text.split("\n").flatMap((row, index) => {
    const [, quoted, plain = "", rest = ""] = ROW.exec(row) ?? [];
    const pattern = quoted === undefined ? plain : unquoted(quoted);
    if (pattern === "" || pattern.startsWith("#") || pattern.startsWith("!")) return [];
    const values = rest
      .split(/[ \t\r]+/)
      .filter((word) => word !== "")
      .flatMap((word) => valuesOf(word, macros));
    if (pattern.startsWith(MACRO)) {
      macros.set(pattern.slice(MACRO.length), values);
      return [];
    }
    return [{ line: index + 1, pattern, values: new Map(values) }];
  });
}

const ROW = /^[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^ \t\r]+))(.*)$/s;

type Macros = ReadonlyMap<string, readonly (readonly [string, AttributeValue])[]>;

function valuesOf(word: string, macros: Macros): readonly (readonly [string, AttributeValue])[] {
  if (word.startsWith("-")) return [[word.slice(1), false]];
  if (word.startsWith("!")) return [[word.slice(1), undefined]];
  const at = word.indexOf("=");
  if (at !== -1) return [[word.slice(0, at), word.slice(at + 1)]];
  return [[word, true], ...(macros.get(word) ?? [])];
}

/** Escapes stand for characters that no file of a system has; they are read as any one. */
function unquoted(quoted: string): string {
  return quoted.replaceAll(/\\(?:[0-7]{1,3}|.)/g, (escape) =>
    /^\\["\\]$/.test(escape) ? escape.slice(1) : "?",
  );
}
