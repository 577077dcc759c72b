/** A moment, in whole milliseconds since 1970-01-01T00:00:00Z. Always an argument: core has no clock. */
export type Instant = number & { readonly brand: "Instant" };

/** A span of time in whole milliseconds. */
export type Milliseconds = number;

/** Refuses what is not a moment, because a NaN time would make every comparison false. */
export function instant(milliseconds: number): Instant {
  if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
    throw new RangeError(`not an instant: ${milliseconds}`);
  }
  return milliseconds as Instant;
}

export function later(from: Instant, by: Milliseconds): Instant {
  return instant(from + by);
}

/** Whichever comes first; of what never comes, the other. */
export function earliest(
  left: Instant | undefined,
  right: Instant | undefined,
): Instant | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return left < right ? left : right;
}

export function isoOf(at: Instant): string {
  // Core may not read the clock; formatting a given moment is arithmetic, so the ban is lifted here.
  // oxlint-disable-next-line no-restricted-globals
  return new Date(at).toISOString();
}
