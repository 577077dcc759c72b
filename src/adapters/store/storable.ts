const LONGEST_DETAIL = 2_000;

/** Text for a row that people read: without NUL, which PostgreSQL refuses, and of bounded length. */
export function storable(detail: string): string {
  return detail.slice(0, LONGEST_DETAIL).replaceAll("\0", "\u{FFFD}");
}
