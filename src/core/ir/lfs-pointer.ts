/** The longest that git-lfs writes, and reads, as one. */
const MAX_BYTES = 1024;

const FIRST_LINE = /^version https?:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v1\s/;

/** How such a line begins, with a byte order mark before it or without. */
const FIRST = 0x76;
const MARK = 0xef;

/**
 * True for what git-lfs commits in place of a file. The bytes that run are elsewhere and were never
 * judged: whoever holds the store can change them without a commit.
 */
export function isLfsPointer(bytes: Uint8Array): boolean {
  if (bytes.length > MAX_BYTES || !(bytes[0] === FIRST || bytes[0] === MARK)) return false;
  return FIRST_LINE.test(new TextDecoder().decode(bytes));
}
