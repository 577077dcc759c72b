/** Chance that is the same on every machine: sfc32, integer operations only. */
export type Random = () => number;

const START = 0x9e3779b9;

/** Uniform in [0, 1), from a seed and the number of a stream, so that streams do not overlap. */
export function randomOf(seed: number, stream: number): Random {
  let [a, b, c, d] = [START ^ seed, 0x243f6a88 ^ stream, 0xb7e15162, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let warm = 0; warm < 16; warm += 1) next();
  return next;
}
