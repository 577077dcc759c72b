import type { BuiltText } from "./built-texts.ts";
import { builtTexts } from "./built-texts.ts";
import { declaredNames } from "./declared-names.ts";
import { type CodeToken, valueAt } from "./read-code.ts";

/** A name by which code reaches what it was not given. */
export type ForeignName = { readonly token: string; readonly line: number };

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

const KEYWORDS = words(`
  as async await break case catch class const continue debugger default delete do else export
  extends false finally for from function get if in instanceof let new null of return set static
  super switch this throw true try typeof undefined var void while yield`);

/** What the language has that says nothing of place or time, and makes no code. */
const TIMELESS = words(`
  Array ArrayBuffer BigInt Boolean DataView Error EvalError Float32Array Float64Array Infinity
  Int16Array Int32Array Int8Array JSON Map Math NaN Number Object RangeError ReferenceError RegExp
  Set String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array
  Uint8ClampedArray WeakMap WeakSet decodeURIComponent encodeURIComponent isFinite isNaN
  parseFloat parseInt structuredClone`);

/** These mean the surroundings in whatever place they stand, even where a name of the file's own hides them. */
const AMBIENT = words(`
  AsyncFunction Atomics Bun Date Deno FinalizationRegistry Function GeneratorFunction Intl Proxy
  Reflect SharedArrayBuffer Temporal WeakRef WebAssembly WebSocket Worker XMLHttpRequest arguments
  crypto eval fetch globalThis import navigator queueMicrotask require setImmediate setInterval
  setTimeout`);

/** Members by which any value leads to the makers of code, to the stack, or to chance. */
const MEMBERS = words(`
  __defineGetter__ __lookupGetter__ __proto__ callee caller constructor fromCharCode fromCodePoint
  getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames getPrototypeOf hrtime
  lastIndex prepareStackTrace prototype random setPrototypeOf stack toLocaleDateString
  toLocaleString toLocaleTimeString`);

/** Of those, what a plain text may say without meaning anything. */
const ORDINARY = words("callee caller prototype random stack");

/** Names that a tool neither declares nor is given, members that lead out, and texts that spell one. */
export function foreignNames(tokens: readonly CodeToken[]): readonly ForeignName[] {
  const declared = declaredNames(tokens);
  const named = tokens.flatMap((token, at) => {
    const isForeign =
      token.kind === "name" ? isForeignName(tokens, at, declared) : isKey(tokens, at);
    return isForeign ? [{ token: token.value, line: token.line }] : [];
  });
  return [...named, ...builtTexts(tokens).filter(isTelling).map(asName)];
}

function isForeignName(
  tokens: readonly CodeToken[],
  at: number,
  declared: ReadonlySet<string>,
): boolean {
  const value = valueAt(tokens, at);
  const [before, after] = [valueAt(tokens, at - 1), valueAt(tokens, at + 1)];
  if (before === "." || before === "?.") return MEMBERS.has(value);
  if (before === "{" || before === ",") {
    // `{random} = Math` and `{constructor: Make}` take members out, as a dot would.
    if (MEMBERS.has(value) && /^[:,}=]$/.test(after)) return true;
    if (after === ":") return false;
  }
  return AMBIENT.has(value) || (after !== ":" && isUnknown(value, after, declared));
}

function isUnknown(value: string, after: string, declared: ReadonlySet<string>): boolean {
  // Ordinary words that somewhere are global objects: asked for members, they are taken for those.
  const isObject = value === "process" || value === "performance";
  if (isObject && /^(?:\.|\?\.|\[)$/.test(after)) return true;
  return !declared.has(value) && !KEYWORDS.has(value) && !TIMELESS.has(value);
}

/** `x["constructor"]`, and the same text waiting to be used as a key. */
function isKey(tokens: readonly CodeToken[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind !== "text") return false;
  if (MEMBERS.has(token.value) && !ORDINARY.has(token.value)) return true;
  const isNaming = MEMBERS.has(token.value) || AMBIENT.has(token.value);
  return isNaming && isBracketed(tokens, at);
}

/** In the brackets of a member, not of a list. */
function isBracketed(tokens: readonly CodeToken[], at: number): boolean {
  const isIn = valueAt(tokens, at - 1) === "[" && valueAt(tokens, at + 1) === "]";
  const owner = tokens[at - 2];
  return isIn && (owner?.kind === "name" || /^(?:[)\]]|\?\.)$/.test(owner?.value ?? ""));
}

function isTelling({ value }: BuiltText): boolean {
  return (MEMBERS.has(value) && !ORDINARY.has(value)) || (AMBIENT.has(value) && value.length > 3);
}

function asName({ value, line }: BuiltText): ForeignName {
  return { token: value, line };
}
