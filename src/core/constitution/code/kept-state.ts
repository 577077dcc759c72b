import { type CodeToken, valueAt } from "./read-code.ts";

/** A name outside all functions whose value outlives a call. */
export type KeptState = { readonly token: string; readonly line: number };

const DECLARING: ReadonlySet<string> = new Set(["const", "let", "var", "function", "class"]);

const ASSIGNING = /^(?:=|\+\+|--|[+\-*/%&|^]|&&|\|\||\?\?)$/;

const CHANGING: ReadonlySet<string> = new Set(
  "add clear copyWithin delete fill pop push reverse set shift sort splice unshift next".split(" "),
);

/**
 * State that a module keeps between calls. Evaluation starts every call in a fresh world, so code
 * that counts its calls behaves there as it never will again.
 */
export function keptState(tokens: readonly CodeToken[]): readonly KeptState[] {
  const kept = namesOutside(tokens);
  return tokens.flatMap(({ kind, value, line }, at) => {
    const isUse = kind === "name" && kept.has(value) && !/^\??\.$/.test(valueAt(tokens, at - 1));
    const isDeclared = DECLARING.has(valueAt(tokens, at - 1));
    return isUse && !isDeclared && isChanged(tokens, at) ? [{ token: value, line }] : [];
  });
}

function namesOutside(tokens: readonly CodeToken[]): ReadonlySet<string> {
  const names = new Set<string>();
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1];
    depth += stepOf(token);
    // `let a = 0, b = 0`
    const isDeclaring =
      token.value === "," || (token.kind === "name" && DECLARING.has(token.value));
    if (depth === 0 && isDeclaring && next?.kind === "name") names.add(next.value);
  }
  return names;
}

function stepOf({ kind, value }: CodeToken): -1 | 0 | 1 {
  if (kind !== "mark") return 0;
  if (/^(?:[({[]|\$\{)$/.test(value)) return 1;
  return /^[)}\]]$/.test(value) ? -1 : 0;
}

/** Assigned, counted, or changed through a member of it. */
function isChanged(tokens: readonly CodeToken[], at: number): boolean {
  if (/^(?:\+\+|--)$/.test(valueAt(tokens, at - 1))) return true;
  const { end, member } = endOfMember(tokens, at);
  const [mark, after] = [valueAt(tokens, end), valueAt(tokens, end + 1)];
  if (mark === "(") return CHANGING.has(member);
  return /^(?:=|\+\+|--)$/.test(mark) || (ASSIGNING.test(mark) && after === "=");
}

/** Where `a.b[c].d` ends, and the last name on the way. */
function endOfMember(tokens: readonly CodeToken[], at: number) {
  let end = at + 1;
  let member = "";
  for (;;) {
    const value = valueAt(tokens, end);
    if (value === "." || value === "?.") {
      member = valueAt(tokens, end + 1);
      end += 2;
    } else if (value === "[") end = closingOf(tokens, end) + 1;
    else return { end, member };
  }
}

function closingOf(tokens: readonly CodeToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (/^[[({]$/.test(valueAt(tokens, at))) depth += 1;
    if (/^[\])}]$/.test(valueAt(tokens, at))) depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}
