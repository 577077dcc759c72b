import { plainWords } from "./plain-words.ts";
import { openingAt, OPENING_WORDS, type QuoteIndex } from "./quotable-items.ts";

/** The ids of the items that a text quotes, in the order of the text; ids named outright come last. */
export function quotedItems(text: string, index: QuoteIndex): ReadonlySet<string> {
  const found = new Set<string>();
  const words = plainWords(text);
  for (let at = 0; at + OPENING_WORDS <= words.length; at += 1) {
    for (const quote of index.byOpening.get(openingAt(words, at)) ?? []) {
      const isWhole = quote.words.every((word, offset) => words[at + offset] === word);
      if (isWhole) found.add(quote.item);
    }
  }
  for (const name of text.toLowerCase().match(/[a-z0-9._-]{6,}/g) ?? []) {
    if (index.ids.has(name)) found.add(name);
  }
  return found;
}
