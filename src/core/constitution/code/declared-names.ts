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
    const next = tokens[at + 1];
    if (kind === "name" && DECLARING.has(value)) addPattern(tokens, at + 1, names);
    if (kind === "name" && next?.value === "=>") names.add(value);
    if (kind === "mark" && value === "(" && isParameterList(tokens, at, closings)) {
      addNames(tokens.slice(at + 1, closings.get(at)), names);
      const before = tokens[at - 1];
      if (before?.kind === "name") names.add(before.value);
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
function addPattern(tokens: readonly CodeToken[], from: number, names: Set<string>): void {
  const start = tokens[from];
  if (start?.kind === "name") names.add(start.value);
  if (start?.value !== "{" && start?.value !== "[") return;
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const value = valueAt(tokens, at);
    if (value === "{" || value === "[") depth += 1;
    if (value === "}" || value === "]") depth -= 1;
    if (depth === 0) return addNames(tokens.slice(from, at), names);
  }
}

function addNames(tokens: readonly CodeToken[], names: Set<string>): void {
  for (const [at, { kind, value }] of tokens.entries()) {
    if (kind === "name" && valueAt(tokens, at - 1) !== "=") names.add(value);
  }
}
