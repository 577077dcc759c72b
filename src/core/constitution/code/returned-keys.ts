import { closingsOf } from "./declared-names.ts";
import { type CodeToken, valueAt } from "./read-code.ts";

/** What one `return` gives: its names, none for nothing, or whatever a call or a name stands for. */
export type Returned = { readonly keys: ReadonlySet<string> | undefined; readonly line: number };

const NOTHING = /^(?:;|\}|null|undefined|false|true|void)$/;

/** Every `return` of some code, nested functions included: what they give may be given on. */
export function returnsIn(tokens: readonly CodeToken[]): readonly Returned[] {
  const closings = closingsOf(tokens);
  return tokens.flatMap((token, at): readonly Returned[] => {
    const isReturn = token.kind === "name" && token.value === "return";
    if (!isReturn || valueAt(tokens, at - 1) === ".") return [];
    const next = valueAt(tokens, at + 1);
    if (next !== "{") {
      const keys = NOTHING.test(next) ? new Set<string>() : undefined;
      return [{ keys, line: token.line }];
    }
    return [{ keys: keysOf(tokens.slice(at + 2, closings.get(at + 1))), line: token.line }];
  });
}

/** The names that each of them gives. */
export function leanestReturn(returns: readonly Returned[]): ReadonlySet<string> {
  const known = returns.flatMap(({ keys }) => (keys === undefined ? [] : [keys]));
  const [first = new Set<string>(), ...others] = known;
  return new Set([...first].filter((name) => others.every((keys) => keys.has(name))));
}

/** What is spread into an object may hold any name. */
function keysOf(tokens: readonly CodeToken[]): ReadonlySet<string> | undefined {
  const firsts = firstsIn(tokens);
  if (firsts.some(({ value }) => value === "...")) return undefined;
  return new Set(
    firsts.flatMap(({ kind, value }) => (kind === "name" || kind === "text" ? [value] : [])),
  );
}

/** The token with which each member of an object begins. */
function firstsIn(tokens: readonly CodeToken[]): readonly CodeToken[] {
  let depth = 0;
  return tokens.filter((token, at) => {
    const isFirst = depth === 0 && (at === 0 || valueAt(tokens, at - 1) === ",");
    if (token.kind === "mark") depth += turnOf(token.value);
    return isFirst;
  });
}

function turnOf(mark: string): number {
  if (/^[{[(]$/.test(mark)) return 1;
  return /^[}\])]$/.test(mark) ? -1 : 0;
}
