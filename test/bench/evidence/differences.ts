/** Paired differences with a gain of five points at discordance .3, the same for the same seed. */
export function differences(seed: number, n: number): readonly number[] {
  let state = (seed * 2654435761) | 0;
  return Array.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const draw = (state >>> 8) / 16777216;
    if (draw < 0.175) return 1;
    return draw < 0.3 ? -1 : 0;
  });
}
