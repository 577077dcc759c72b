/**
 * A text as its bare words in lower case, JSON escapes undone: neither case nor punctuation nor a
 * line break hides a quotation.
 */
export function plainWords(text: string): readonly string[] {
  const plain = text.includes("\\") ? withoutEscapes(text) : text;
  return (
    plain
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function withoutEscapes(text: string): string {
  return text
    .replace(/\\u([0-9a-fA-F]{4})/g, (_escape, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    )
    .replace(/\\[nrt]/g, " ");
}
