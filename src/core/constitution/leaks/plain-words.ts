import { latinOf } from "../governance/latin-of.ts";

/** Accents, and whatever a reader does not see: zero-width letters, joiners, tags. */
const UNSEEN = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu;

// oxlint-disable-next-line no-control-regex
const PLAIN = /^[\u0000-\u007f]*$/;

/** A text as a hurried reader sees it, in lower case: look-alikes are the letters they look like. */
export function plainText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return latinOf(text.normalize("NFKD").replaceAll(UNSEEN, ""));
}

/** Its bare words: neither case nor punctuation nor a line break hides a quotation. */
export function plainWords(text: string): readonly string[] {
  return PLAIN.test(text)
    ? (text.toLowerCase().match(/[a-z]+/g) ?? [])
    : (plainText(text).match(/\p{L}+/gu) ?? []);
}
