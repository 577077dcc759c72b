/**
 * A text as its bare words, one space between, lower case, JSON escapes undone: neither case nor
 * punctuation nor a line break hides a quotation.
 */
export function plainWords(text: string): string {
  const words = text
    .replace(/\\u([0-9a-fA-F]{4})/g, (_escape, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    )
    .replace(/\\[nrt]/g, " ")
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return ` ${(words ?? []).join(" ")} `;
}
