const BLOCKS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/**
 * A line of blocks, oldest first. A value of 0 or less is the lowest block, and one at the bar or
 * beyond the full one, so that a look tells whether the bar was reached.
 */
export function renderSparkline(values: readonly number[], bar: number, longest = 24): string {
  return thinned(values, longest)
    .map((value) => BLOCKS[Math.min(BLOCKS.length - 1, heightOf(value / bar))])
    .join("");
}

function heightOf(share: number): number {
  return share >= 1 ? BLOCKS.length - 1 : Math.floor(Math.max(0, share) * (BLOCKS.length - 1));
}

/** As many at even distances, the newest among them. */
function thinned(values: readonly number[], longest: number): readonly number[] {
  if (values.length <= longest) return values;
  const step = values.length / longest;
  return Array.from(
    { length: longest },
    (_, index) => values[Math.ceil((index + 1) * step) - 1] ?? 0,
  );
}
