import { type CodeToken, valueAt } from "./read-code.ts";

const DECLARING: ReadonlySet<string> = new Set(["const", "let", "var", "function", "class"]);

const HEADS: ReadonlySet<string> = new Set(["if", "for", "while", "switch", "with"]);

/**
 * The names that a file gives to things of its own, taken generously: wherever one could be
 * declared. What no file can mean otherwise (such as `Date`) is asked for without this.
 */
export function declaredNames(tokens: readonly CodeToken[]): ReadonlySet<string> {
  const names = new Set<string>();
  const closings = closingsOf(tokens);
  for (const [at, { kind, value }] of tokens.entries()) {
    if (kind === "name") {
      if (DECLARING.has(value)) addNames(patternAt(tokens, at + 1, closings), names);
      if (valueAt(tokens, at + 1) === "=>") names.add(value);
    } else if (value === "(" && kind === "mark" && isParameterList(tokens, at, closings)) {
      // With the name that the function itself has, if any.
      addNames(tokens.slice(Math.max(0, at - 1), closings.get(at)), names);
    }
  }
  return names;
}

/** Where each opening bracket is closed. */
export function closingsOf(tokens: readonly CodeToken[]): ReadonlyMap<number, number> {
  const closings = new Map<number, number>();
  const open: number[] = [];
  for (const [at, { kind, value }] of tokens.entries()) {
    if (kind !== "mark") continue;
    if (/^(?:[([{]|\$\{)$/.test(value)) open.push(at);
    else if (/^[)\]}]$/.test(value)) closings.set(open.pop() ?? -1, at);
  }
  return closings;
}

function isParameterList(
  tokens: readonly CodeToken[],
  at: number,
  closings: ReadonlyMap<number, number>,
): boolean {
  const after = tokens[(closings.get(at) ?? tokens.length) + 1];
  if (after?.value === "=>") return true;
  const before = tokens[at - 1];
  return after?.value === "{" && before?.kind === "name" && !HEADS.has(before.value);
}

/** `const a`, `const {a, b: c}`, `let [a]`, `function a`. */
function patternAt(
  tokens: readonly CodeToken[],
  from: number,
  closings: ReadonlyMap<number, number>,
): readonly CodeToken[] {
  const isPattern = /^[{[]$/.test(valueAt(tokens, from));
  return tokens.slice(from, isPattern ? closings.get(from) : from + 1);
}

function addNames(tokens: readonly CodeToken[], names: Set<string>): void {
  for (const [at, { kind, value }] of tokens.entries()) {
    if (kind === "name" && valueAt(tokens, at - 1) !== "=") names.add(value);
  }
}
