/** More slips than this make another name, not a mistyped one. */
const MOST_SLIPS = 2;
const LONGEST = 100;

/** The names that a mistyped one may have meant, nearest first. */
export function nearNames(names: readonly string[], typed: string): readonly string[] {
  const wanted = lastPart(typed);
  return names
    .map((name) => ({ name, slips: slipsBetween(lastPart(name), wanted) }))
    .filter(({ slips }) => slips <= MOST_SLIPS && slips < wanted.length)
    .sort((left, right) => left.slips - right.slips)
    .map(({ name }) => name);
}

/** `origin/main` is near to `main`, and so is `mian`. */
function lastPart(ref: string): string {
  return (ref.split("/").at(-1) ?? "").toLowerCase().slice(0, LONGEST);
}

/** Letters to add, remove or change until one name is the other. */
function slipsBetween(left: string, right: string): number {
  let last = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (const [row, letter] of Array.from(left).entries()) {
    let slips = row + 1;
    const next = [slips];
    for (const [at, other] of Array.from(right).entries()) {
      const changed = (last[at] ?? 0) + (letter === other ? 0 : 1);
      slips = Math.min(changed, slips + 1, (last[at + 1] ?? 0) + 1);
      next.push(slips);
    }
    last = next;
  }
  return last.at(-1) ?? 0;
}
