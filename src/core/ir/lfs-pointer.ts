/** The longest that git-lfs writes, and reads, as one. */
const MAX_BYTES = 1024;

const FIRST_LINE = /^version https?:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v1\s/;

/**
 * True for what git-lfs commits in place of a file. The bytes that run are elsewhere and were never
 * judged: whoever holds the store can change them without a commit.
 */
export function isLfsPointer(bytes: Uint8Array): boolean {
  return bytes.length <= MAX_BYTES && FIRST_LINE.test(new TextDecoder().decode(bytes));
}
