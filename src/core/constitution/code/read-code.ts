/** A token of tool code. `text` is a string's value with its escapes undone, or a template's part. */
export type CodeToken = {
  readonly kind: "name" | "text" | "number" | "pattern" | "mark";
  readonly value: string;
  /** 1-based. */
  readonly line: number;
};

/** A token's text; empty before the first and after the last. */
export function valueAt(tokens: readonly CodeToken[], at: number): string {
  return tokens[at]?.value ?? "";
}

type Reader = {
  readonly text: string;
  readonly tokens: CodeToken[];
  /** Open braces; true for one that a template's `${` opened. */
  readonly braces: boolean[];
  at: number;
  line: number;
  isDoubtful: boolean;
};

const SPACE = /[\s\uFEFF]+/y;
const COMMENT = /\/\/[^\n\u2028\u2029]*|\/\*[\s\S]*?\*\//y;
const NAME =
  /#?(?:[\p{ID_Start}$_]|\\u(?:\{[0-9a-fA-F]+\}|[0-9a-fA-F]{4}))(?:[\p{ID_Continue}$\u200c\u200d]|\\u(?:\{[0-9a-fA-F]+\}|[0-9a-fA-F]{4}))*/uy;
const NUMBER = /\.?\d(?:[eE][+-]|[\w.])*/y;
const TEXT = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const PATTERN = /\/(?![/*])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const MARK = /=>|\?\.(?!\d)|\.\.\.|\+\+|--|&&|\|\||\?\?|[=!]==?|[<>]=?|[\s\S]/y;
const TEMPLATE = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;

/** After these a slash opens a pattern. `of` is left out: it may also be somebody's variable. */
const BEFORE_PATTERN: ReadonlySet<string> = new Set(
  "return typeof case in delete void throw new instanceof do else".split(" "),
);

/**
 * Reads JavaScript into tokens, without comments. Where a slash may mean two things and what
 * follows on its line could then hide code, every text and comment is read as code: an author who
 * wants words to be taken for texts must write so that nobody can doubt it.
 */
export function readCode(text: string): readonly CodeToken[] {
  const reader = { text, tokens: [], braces: [], at: 0, line: 1, isDoubtful: false };
  while (reader.at < text.length && !reader.isDoubtful) readToken(reader);
  return reader.isDoubtful ? readAllAsCode(text) : reader.tokens;
}

function readToken(reader: Reader): void {
  const next = reader.text[reader.at] ?? "";
  if (isPassedOver(reader, next)) return;
  if (next === "`") return readTemplate(reader, 1);
  if (next === "}" && reader.braces.at(-1) === true) {
    reader.braces.pop();
    reader.tokens.push({ kind: "mark", value: "}", line: reader.line });
    return readTemplate(reader, 1);
  }
  if (next === "/" && readSlash(reader)) return;
  readPlain(reader);
}

/** Space or a comment. A pattern is tried only where its first sign stands. */
function isPassedOver(reader: Reader, next: string): boolean {
  if (next === "/") return taken(reader, COMMENT) !== undefined;
  return (next <= " " || next > "\u007f") && taken(reader, SPACE) !== undefined;
}

function readPlain(reader: Reader): void {
  const { line } = reader;
  const next = reader.text[reader.at];
  const text = next === "'" || next === '"' ? taken(reader, TEXT) : undefined;
  if (text !== undefined) {
    reader.tokens.push({ kind: "text", value: unescaped(text.slice(1, -1)), line });
    return;
  }
  const name = taken(reader, NAME);
  const word = name ?? taken(reader, NUMBER);
  if (word === undefined) readMark(reader);
  else {
    const kind = name === undefined ? "number" : "name";
    reader.tokens.push({ kind, value: unescaped(word), line });
  }
}

function readMark(reader: Reader): void {
  const { line } = reader;
  const mark = taken(reader, MARK) ?? "";
  // A quote here has no end on its line.
  if (mark === "'" || mark === '"' || mark === "\\") reader.isDoubtful = true;
  if (mark === "{") reader.braces.push(false);
  if (mark === "}") reader.braces.pop();
  reader.tokens.push({ kind: "mark", value: mark, line });
}

/** True when the slash was a pattern. Otherwise it divides, or nobody can tell. */
function readSlash(reader: Reader): boolean {
  const before = reader.tokens.at(-1);
  if (before === undefined || opensPattern(reader, before)) {
    const { line } = reader;
    const pattern = taken(reader, PATTERN);
    if (pattern === undefined) reader.isDoubtful = true;
    else reader.tokens.push({ kind: "pattern", value: pattern, line });
    return true;
  }
  const isAmbiguous = before.kind === "mark" ? before.value !== "]" : before.value === "of";
  const end = reader.text.indexOf("\n", reader.at);
  const rest = reader.text.slice(reader.at + 1, end === -1 ? undefined : end);
  if (isAmbiguous && /[/'"`]/.test(rest)) reader.isDoubtful = true;
  return false;
}

function opensPattern({ tokens }: Reader, { kind, value }: CodeToken): boolean {
  if (kind === "mark") return !/^(?:[)\]}]|\+\+|--)$/.test(value);
  const isProperty = /^\??\.$/.test(valueAt(tokens, tokens.length - 2));
  return kind === "name" && BEFORE_PATTERN.has(value) && !isProperty;
}

/** A part of a template; its values are code again. `skip` steps over the mark that leads here. */
function readTemplate(reader: Reader, skip: number): void {
  const { line } = reader;
  reader.at += skip;
  const part = taken(reader, TEMPLATE) ?? "";
  reader.tokens.push({ kind: "text", value: unescaped(part), line });
  const next = reader.text[reader.at];
  if (next === "$") {
    reader.at += 2;
    reader.braces.push(true);
    reader.tokens.push({ kind: "mark", value: "${", line: reader.line });
  } else if (next === "`") reader.at += 1;
  else reader.isDoubtful = true;
}

function taken(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found === undefined) return undefined;
  reader.at += found.length;
  for (let at = found.indexOf("\n"); at !== -1; at = found.indexOf("\n", at + 1)) reader.line += 1;
  return found;
}

function readAllAsCode(text: string): readonly CodeToken[] {
  const words = /[\p{ID_Continue}$]+|\?\.|\S/gu;
  return text.split("\n").flatMap((row, index) =>
    [...unescaped(row).matchAll(words)].map(([value]): CodeToken => {
      const kind = /^\d/.test(value)
        ? "number"
        : /^[\p{ID_Start}$_]/u.test(value)
          ? "name"
          : "mark";
      return { kind, value, line: index + 1 };
    }),
  );
}

const ESCAPE =
  /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r?\n)|([\s\S]))/g;

/** Escapes are undone first, or `D\u0061te` would be another word. */
function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (whole, ...groups: readonly (string | undefined)[]) => {
    const [long, short, byte, octal, continued, other] = groups;
    if (continued !== undefined) return "";
    if (other !== undefined) return other;
    const hex = long ?? short ?? byte;
    const code = Number.parseInt(hex ?? octal ?? "0", hex === undefined ? 8 : 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
