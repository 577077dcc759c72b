import { canonicalJson } from "./canonical-json.ts";
import type { Json } from "./json.ts";

/** The two marks around quoted material. Drawn anew for every call, so no text can close them. */
export type Marks = { readonly open: string; readonly close: string };

/** What a reader does not see and a model does: format and control characters, odd line ends. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/gu;

/**
 * A value that a proposer wrote, as quoted text: a text as it is, anything else as canonical JSON,
 * with what cannot be seen spelt out, so that nothing is smuggled past the one who reads the record.
 */
export function quote(value: Json, { open, close }: Marks): string {
  const text = typeof value === "string" ? value : canonicalJson(value);
  return `${open}${text.replace(UNSEEN, spelt)}${close}`;
}

function spelt(character: string): string {
  if (character === "\n" || character === "\t") return character;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
