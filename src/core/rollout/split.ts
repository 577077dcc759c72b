import { sha256 } from "../kernel/digest.ts";

/** Buckets of a hundredth of a tenth of a percent, so that small shares come out true. */
export const BUCKETS = 100_000;

/**
 * The bucket of a unit under a salt: the first four bytes of SHA-256 of `salt:unit`, big-endian,
 * modulo 100,000. Decided here and nowhere else, so that no runtime needs the same hash.
 */
export function bucketOf(salt: string, unit: string): number {
  const [a = 0, b = 0, c = 0, d = 0] = sha256(`${salt}:${unit}`);
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % BUCKETS;
}

/** Raising the share only ever adds units to the candidate; `share` is in percent. */
export function variantOf(salt: string, unit: string, share: number): "stable" | "candidate" {
  return bucketOf(salt, unit) < (share * BUCKETS) / 100 ? "candidate" : "stable";
}
