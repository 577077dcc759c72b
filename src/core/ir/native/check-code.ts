import type { Finding } from "../../gate/finding.ts";
import { decodeText } from "../decode-text.ts";
import { MAX_BYTES } from "../file-kinds.ts";
import { hiddenCharacterIn } from "../hidden-characters.ts";
import { lineIndexOf } from "../line-index.ts";
import { schemaFinding } from "../schema-finding.ts";
import type { NativeFile } from "./native-file.ts";

const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * What a pinned file hides, though nobody here reads it: a pointer pins an address and not what
 * runs, and a review shows another program than the one that holds reordered or unseen characters.
 * A picture or a model is no text, and its digest says all there is.
 */
export function checkCode({ path, bytes }: NativeFile): readonly Finding[] {
  const limits = { maxBytes: MAX_BYTES.code, tooLarge: "file-too-large" } as const;
  const decoded = decodeText(path, bytes, limits);
  if (!decoded.ok) return decoded.refusal.filter(({ code }) => code !== "file-not-utf8");
  const text = decoded.value.replace(BYTE_ORDER_MARK, " ");
  if (text.includes("\0")) return [];
  const hidden = hiddenCharacterIn(text, { controls: "\t\r\f\u001B", joiners: true });
  if (hidden === undefined) return [];
  const place = { path, ...lineIndexOf(text).at(hidden.at) };
  const facts = { problem: "character", character: hidden.character };
  return [schemaFinding("file-text-hidden", place, facts)];
}
