/** What one place of a pattern takes: a character, any one, any number within a folder, or all. */
type Token =
  | { readonly kind: "one"; readonly takes: (character: string) => boolean }
  | { readonly kind: "many"; readonly takes: (character: string) => boolean };

const notSlash = (character: string): boolean => character !== "/";
const anything = (): boolean => true;

/**
 * True when a row's pattern may mean a path, counted from the folder of the `.gitattributes`. Where
 * git is finer (`**` between folders, odd classes) it rather says yes: an unknown is a refusal. Keeps
 * the set of reachable places, so that no pattern costs more than its length times the path's.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  const isAnywhere = !pattern.includes("/");
  const subject = isAnywhere ? (path.split("/").at(-1) ?? path) : path;
  const tokens = tokensOf(pattern.replace(/^\//, "").toLowerCase());
  let places = closure(tokens, new Set([0]));
  for (const character of subject.toLowerCase()) {
    const next = new Set<number>();
    for (const place of places) {
      const token = tokens[place];
      if (token?.takes(character)) next.add(token.kind === "one" ? place + 1 : place);
    }
    places = closure(tokens, next);
  }
  return places.has(tokens.length);
}

function closure(tokens: readonly Token[], places: Set<number>): Set<number> {
  for (const place of places) if (tokens[place]?.kind === "many") places.add(place + 1);
  return places;
}

const PIECE = /\*\*\/?|\*|\?|\[[!^]?\]?[^\]]*\]|\\?[^]/g;

function tokensOf(pattern: string): readonly Token[] {
  return [...pattern.matchAll(PIECE)].map(([piece]): Token => {
    if (piece.startsWith("**")) return { kind: "many", takes: anything };
    if (piece === "*") return { kind: "many", takes: notSlash };
    // What a class holds hardly matters: nobody names a whole system by it.
    if (piece === "?" || piece.length > 2) return { kind: "one", takes: notSlash };
    const literal = piece.length === 2 ? piece.slice(1) : piece;
    return { kind: "one", takes: (character) => character === literal };
  });
}
