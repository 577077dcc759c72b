/** Steps in one shingle: twelve letters in a row, which two honest texts share by rare accident. */
export const SHINGLE = 11;

const BASE = 0x01000193;
const TOP = power(SHINGLE - 1);

/** A number for each run of `SHINGLE` steps, by where it begins. */
export function shinglesOf(steps: readonly number[]): Int32Array {
  const shingles = new Int32Array(Math.max(0, steps.length - SHINGLE + 1));
  let shingle = 0;
  for (let index = 0; index < steps.length; index += 1) {
    shingle = shingleAfter(shingle, steps, index);
    if (index >= SHINGLE - 1) shingles[index - SHINGLE + 1] = shingle;
  }
  return shingles;
}

/** The shingle that ends with a step, from the one that ended before it. The first is complete late. */
export function shingleAfter(before: number, steps: readonly number[], index: number): number {
  const step = steps[index] ?? 0;
  const leaving = index >= SHINGLE ? (steps[index - SHINGLE] ?? 0) + 1 : 0;
  return (Math.imul((before - Math.imul(leaving, TOP)) | 0, BASE) + step + 1) | 0;
}

function power(exponent: number): number {
  let product = 1;
  for (let index = 0; index < exponent; index += 1) product = Math.imul(product, BASE);
  return product;
}
