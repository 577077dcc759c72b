/** The words of a name or target, so that `canary_share`, `canaryShare` and `x/canary` all show one. */
function wordsOf(name: string): readonly string[] {
  return name
    .normalize("NFKC")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** The first of a name's words that is among the given ones. */
export function wordAmong(name: string, words: ReadonlySet<string>): string | undefined {
  return wordsOf(name).find((word) => words.has(word));
}
