import type { Json } from "../kernel/json.ts";
import { type Pointer, pointerOf } from "../kernel/pointer.ts";

/** Where and why a JSON text was refused; `problem` is a word for prose. */
type JsonTrouble = { readonly at: number; readonly problem: string };

export type JsonScan =
  | { readonly kind: "value"; readonly value: Json; readonly offsets: ReadonlyMap<Pointer, number> }
  | { readonly kind: "trouble"; readonly trouble: JsonTrouble };

type Scanner = {
  readonly text: string;
  at: number;
  readonly maxDepth: number;
  /** Values that may still come. */
  left: number;
  readonly offsets: Map<Pointer, number> | undefined;
};

/** Unwinds the scanner; never leaves this file. */
class Refusal extends Error {
  readonly trouble: JsonTrouble;
  constructor(at: number, problem: string) {
    super(problem);
    this.trouble = { at, problem };
  }
}

/**
 * Reads one JSON text whole. Stricter than `JSON.parse`: no duplicate keys (parsers disagree on
 * which one counts), no integer that a double cannot hold, no lone surrogate, bounded depth.
 */
export function scanJson(
  text: string,
  options: {
    readonly maxDepth: number;
    readonly withOffsets: boolean;
    readonly maxValues?: number;
  },
): JsonScan {
  const offsets = options.withOffsets ? new Map<Pointer, number>() : undefined;
  const scanner: Scanner = {
    text,
    at: 0,
    maxDepth: options.maxDepth,
    left: options.maxValues ?? Number.POSITIVE_INFINITY,
    offsets,
  };
  try {
    const value = scanValue(scanner, "", 0);
    skipBlanks(scanner);
    if (scanner.at < text.length) throw new Refusal(scanner.at, "malformed");
    return { kind: "value", value, offsets: offsets ?? new Map() };
  } catch (refusal) {
    if (refusal instanceof Refusal) return { kind: "trouble", trouble: refusal.trouble };
    throw refusal;
  }
}

function scanValue(scanner: Scanner, pointer: Pointer, depth: number): Json {
  skipBlanks(scanner);
  if (depth > scanner.maxDepth) throw new Refusal(scanner.at, "too-deep");
  scanner.left -= 1;
  if (scanner.left < 0) throw new Refusal(scanner.at, "too-many-values");
  if (!scanner.offsets?.has(pointer)) scanner.offsets?.set(pointer, scanner.at);
  switch (scanner.text[scanner.at]) {
    case "{":
      return scanObject(scanner, pointer, depth);
    case "[":
      return scanArray(scanner, pointer, depth);
    case '"':
      return scanString(scanner);
    default:
      return scanAtom(scanner);
  }
}

function scanAtom(scanner: Scanner): Json {
  switch (scanner.text[scanner.at]) {
    case "t":
      return scanWord(scanner, "true", true);
    case "f":
      return scanWord(scanner, "false", false);
    case "n":
      return scanWord(scanner, "null", null);
    default:
      return scanNumber(scanner);
  }
}

function scanObject(scanner: Scanner, pointer: Pointer, depth: number): Json {
  const members: { [key: string]: Json } = Object.create(null);
  scanner.at += 1;
  if (skips(scanner, "}")) return members;
  do {
    skipBlanks(scanner);
    const at = scanner.at;
    if (scanner.text[at] !== '"') throw new Refusal(at, "malformed");
    const key = scanString(scanner);
    // In an object with a prototype this key would replace it instead of being a member.
    if (key === "__proto__") throw new Refusal(at, "forbidden-key");
    if (Object.hasOwn(members, key)) throw new Refusal(at, "duplicate-key");
    const child = scanner.offsets === undefined ? "" : pointer + pointerOf(key);
    scanner.offsets?.set(child, at);
    expect(scanner, ":");
    members[key] = scanValue(scanner, child, depth + 1);
  } while (skips(scanner, ","));
  expect(scanner, "}");
  return members;
}

function scanArray(scanner: Scanner, pointer: Pointer, depth: number): Json {
  const items: Json[] = [];
  scanner.at += 1;
  if (skips(scanner, "]")) return items;
  do {
    const child = scanner.offsets === undefined ? "" : `${pointer}/${items.length}`;
    items.push(scanValue(scanner, child, depth + 1));
  } while (skips(scanner, ","));
  expect(scanner, "]");
  return items;
}

function scanString(scanner: Scanner): string {
  const start = scanner.at;
  let end = start + 1;
  while (end < scanner.text.length && scanner.text[end] !== '"') {
    end += scanner.text[end] === "\\" ? 2 : 1;
  }
  const literal = scanner.text.slice(start, end + 1);
  scanner.at = end + 1;
  const value = stringOf(literal, start);
  if (/\p{Surrogate}/u.test(value)) throw new Refusal(start, "lone-surrogate");
  return value;
}

function stringOf(literal: string, at: number): string {
  try {
    const value: unknown = JSON.parse(literal);
    if (typeof value === "string") return value;
  } catch {
    // Falls through: the engine's message names an offset in the literal, not in the file.
  }
  throw new Refusal(at, "malformed-string");
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function scanNumber(scanner: Scanner): number {
  NUMBER.lastIndex = scanner.at;
  const [literal] = NUMBER.exec(scanner.text) ?? [];
  if (literal === undefined) throw new Refusal(scanner.at, "malformed");
  const value = Number(literal);
  const isWhole = /^-?\d+$/.test(literal);
  if (!Number.isFinite(value) || (isWhole && !Number.isSafeInteger(value))) {
    throw new Refusal(scanner.at, "number-not-exact");
  }
  scanner.at += literal.length;
  return value === 0 ? 0 : value;
}

function scanWord<Value>(scanner: Scanner, word: string, value: Value): Value {
  if (!scanner.text.startsWith(word, scanner.at)) throw new Refusal(scanner.at, "malformed");
  scanner.at += word.length;
  return value;
}

function expect(scanner: Scanner, character: string): void {
  if (!skips(scanner, character)) throw new Refusal(scanner.at, "malformed");
}

function skips(scanner: Scanner, character: string): boolean {
  skipBlanks(scanner);
  if (scanner.text[scanner.at] !== character) return false;
  scanner.at += 1;
  return true;
}

const BLANKS = /[ \t\n\r]*/y;

function skipBlanks(scanner: Scanner): void {
  BLANKS.lastIndex = scanner.at;
  BLANKS.test(scanner.text);
  scanner.at = BLANKS.lastIndex;
}
