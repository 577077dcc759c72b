const SEPARATOR = "/";

/** One place of a pattern: a character, or a star (`**` also stands for separators). */
type Token = string;

/**
 * Whether every text that `narrow` matches is matched by `wide`. A star of the narrow side is taken
 * for one opaque character that only a star of the wide side can stand for: never true by mistake.
 */
export function isWithinPattern(narrow: string, wide: string): boolean {
  const theirs = tokensOf(wide);
  let reached = closure(new Set([0]), theirs);
  for (const token of tokensOf(narrow)) {
    const next = [...reached].flatMap((at) => stepOver(theirs[at], token, at));
    reached = closure(new Set(next), theirs);
  }
  return reached.has(theirs.length);
}

/** Where the wide side stands once it has taken a token of the narrow one; nowhere if it cannot. */
function stepOver(allowed: Token | undefined, token: Token, at: number): readonly number[] {
  if (allowed === "**") return [at];
  if (allowed === "*") return token === "**" || token === SEPARATOR ? [] : [at];
  return allowed === token ? [at + 1] : [];
}

/** A star may stand for nothing at all. */
function closure(positions: ReadonlySet<number>, tokens: readonly Token[]): ReadonlySet<number> {
  const reached = new Set(positions);
  for (const at of reached) if (isStar(tokens[at])) reached.add(at + 1);
  return reached;
}

function isStar(token: Token | undefined): boolean {
  return token === "*" || token === "**";
}

/** A star that is the last segment, and a doubled one anywhere, also spans separators. */
function tokensOf(pattern: string): readonly Token[] {
  const tokens = pattern.match(/\*+|[^*]/gu) ?? [];
  return tokens.map((token, at) => {
    if (!token.startsWith("*")) return token;
    const isLastSegment = at === tokens.length - 1 && (at === 0 || tokens[at - 1] === SEPARATOR);
    return token.length > 1 || isLastSegment ? "**" : "*";
  });
}
