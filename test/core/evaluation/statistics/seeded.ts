/** Numbers in [0, 1) that are the same in every run and on every engine: 32-bit integers only. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A difference in {−1, 0, 1}: different with chance `discordance`, `mean` on average. */
export function paired(
  random: () => number,
  { discordance, mean }: { readonly discordance: number; readonly mean: number },
): number {
  const draw = random();
  if (draw < (discordance + mean) / 2) return 1;
  return draw < discordance ? -1 : 0;
}
