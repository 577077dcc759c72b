import type { Finding } from "../../gate/finding.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import { checkFileText } from "../check-file-text.ts";
import { decodeText } from "../decode-text.ts";
import { lineIndexOf } from "../line-index.ts";
import { schemaFinding } from "../schema-finding.ts";

const MAX_BYTES = 1024 * 1024;

/**
 * Characters that show nothing, reorder what is shown, or break lines for one reader and not for
 * another. Joiners stay: emoji and several scripts are written with them.
 */
const FORBIDDEN =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]|\p{Noncharacter_Code_Point}|\p{Surrogate}/u;

/**
 * The text of a native file, with the line ends of every editor made one: a checkout on Windows is
 * no change. Lines and columns stay those of the file.
 */
export function readNativeText(
  path: string,
  bytes: Uint8Array,
): Result<string, readonly Finding[]> {
  const decoded = decodeText(path, bytes, { maxBytes: MAX_BYTES, tooLarge: "file-too-large" });
  if (!decoded.ok) return decoded;
  const text = decoded.value.replaceAll("\r\n", "\n");
  const at = text.search(FORBIDDEN);
  if (at === -1) {
    const hidden = checkFileText(path, text);
    return hidden.length === 0 ? accepted(text) : refused(hidden);
  }
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const place = { path, ...lineIndexOf(text).at(at) };
  const facts = { problem: "character", character: `U+${code}` };
  return refused([schemaFinding("yaml-ambiguous", place, facts)]);
}
