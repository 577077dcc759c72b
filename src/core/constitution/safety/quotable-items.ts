import type { ProposedChange } from "../../ir/proposed-change.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { plainWords } from "./plain-words.ts";

/** One text of one item by which it would be recognised elsewhere. */
type Quote = { readonly item: string; readonly words: readonly string[] };

/** Quotes by their first words, so that a text is read once however many items there are. */
export type QuoteIndex = {
  readonly byOpening: ReadonlyMap<string, readonly Quote[]>;
  /** Ids that are telling by themselves, in lower case. */
  readonly ids: ReadonlySet<string>;
};

/** Shorter texts are what anybody may say; four words or fewer prove nothing either. */
const SHORTEST_QUOTE = 24;
export const OPENING_WORDS = 5;

/** Ids such as `7` or `hello` also stand in honest files; a digit and some length set them apart. */
const TELLING_ID = /^(?=.*\d)[A-Za-z0-9._-]{6,}$/;

/** The items of the base commit's public and safety suites; unreadable lines quote nothing. */
export function quotableItems(change: ProposedChange, system: string): QuoteIndex {
  const byOpening = new Map<string, Quote[]>();
  const ids = new Set<string>();
  for (const line of suiteLines(change, system)) {
    const item = jsonOfLine(line);
    if (!isJsonObject(item)) continue;
    const id = typeof item["id"] === "string" ? item["id"] : "";
    if (TELLING_ID.test(id)) ids.add(id.toLowerCase());
    for (const words of stringsOf(item["input"]).map(plainWords).filter(isTelling)) {
      const opening = openingAt(words, 0);
      byOpening.set(opening, [...(byOpening.get(opening) ?? []), { item: id, words }]);
    }
  }
  return { byOpening, ids };
}

export function openingAt(words: readonly string[], at: number): string {
  return words.slice(at, at + OPENING_WORDS).join(" ");
}

function suiteLines({ charter, base }: ProposedChange, system: string): readonly string[] {
  const rules = charter.systems[system];
  const datasets = rules ? [rules.suites.public.dataset, rules.suites.safety?.dataset] : [];
  const decoder = new TextDecoder();
  return datasets.flatMap((dataset) => {
    const entry = base.tree.get(`${rules?.path}/${dataset}`);
    const bytes = entry && base.blobs.get(entry.sha);
    return bytes === undefined ? [] : decoder.decode(bytes).split("\n");
  });
}

function isTelling(words: readonly string[]): boolean {
  return words.length >= OPENING_WORDS && words.join(" ").length >= SHORTEST_QUOTE;
}

function jsonOfLine(line: string): Json | undefined {
  try {
    const value: Json = JSON.parse(line);
    return value;
  } catch {
    return undefined;
  }
}

function stringsOf(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(stringsOf);
  return isJsonObject(value) ? Object.values(value).flatMap(stringsOf) : [];
}
