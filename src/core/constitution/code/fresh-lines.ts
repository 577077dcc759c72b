/** Something on a line of the head. */
type OnLine = { readonly line: number };

/**
 * What stands on lines that the old texts do not have: a line that was there before excuses as many
 * copies of itself, wherever it moved to and however it is indented.
 */
export function freshLines(
  old: readonly string[],
  young: string,
): <T extends OnLine>(found: readonly T[]) => readonly T[] {
  const known = new Map<string, number>();
  for (const line of old.flatMap((text) => text.split("\n")).map(squeezed)) {
    known.set(line, (known.get(line) ?? 0) + 1);
  }
  const fresh = new Set<number>();
  for (const [index, text] of young.split("\n").entries()) {
    const line = squeezed(text);
    const left = known.get(line) ?? 0;
    if (left > 0) known.set(line, left - 1);
    else fresh.add(index + 1);
  }
  return (found) => found.filter(({ line }) => fresh.has(line));
}

function squeezed(line: string): string {
  return line.replace(/\s+/g, "");
}
