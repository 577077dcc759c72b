/** More signs than this are nobody's honest pattern, and matching them would take time. */
const MOST_SIGNS = 6;

/**
 * True when a target is a pattern of paths (`**`, `.om*`, `{notes,.omega}`) that takes in one of
 * these. Addresses with a scheme and plain names are no patterns of paths.
 */
export function mayStandFor(target: string, paths: readonly string[]): boolean {
  const isPattern = /[*?[{]/.test(target) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(target);
  // A queue or topic may be told by a star, too; only what has a folder or an ending is a path.
  if (!isPattern || !/[/.]|^\*+$/.test(target)) return false;
  const signs = target.match(/\*+|[?[{]/g)?.length ?? 0;
  if (signs > MOST_SIGNS) return true;
  const pattern = patternOf(target.replace(/^(?:\.?\/)+/, ""));
  return pattern === undefined || paths.some((path) => pattern.test(path));
}

/** Nothing for what cannot be read as a pattern: it may stand for anything. */
function patternOf(glob: string): RegExp | undefined {
  const text = glob
    .replace(/[.+^$()|\\]/g, "\\$&")
    .replace(/\{([^{}]*)\}/g, (_all, names: string) => `(?:${names.replaceAll(",", "|")})`)
    .replace(/\[!/g, "[^")
    .replace(/\*{2,}\/?/g, "\0")
    .replace(/\*/g, "[^/]*")
    .replace(/(?<!\()\?(?!:)/g, "[^/]")
    .replaceAll("\0", ".*");
  try {
    return new RegExp(`^${text}$`, "i");
  } catch {
    return undefined;
  }
}
