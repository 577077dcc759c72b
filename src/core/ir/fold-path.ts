/** Nothing to fold: no capitals, backslashes or dots at an end, and nothing beyond ASCII. */
const FOLDED = /^(?:[!-\-/-@[\]-~]|\.(?!\/|$))*$/;

/**
 * The name under which a lenient file system would find a path: case, composition, invisible
 * characters, backslashes and trailing dots do not tell files apart on every checkout, so they do
 * not tell governed files from ungoverned ones here.
 */
export function foldPath(path: string): string {
  if (FOLDED.test(path)) return path;
  return path
    .normalize("NFKC")
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replaceAll("\\", "/")
    .toLowerCase()
    .split("/")
    .map((segment) => segment.replace(/[. ]+$/, "") || segment)
    .join("/");
}

/** True when `path` is `folder` or below it. Both folded, or both not. */
export function isWithin(folder: string, path: string): boolean {
  return path.startsWith(folder) && (path.length === folder.length || path[folder.length] === "/");
}
