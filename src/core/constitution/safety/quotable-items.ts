import type { ProposedChange } from "../../ir/proposed-change.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { plainWords } from "./plain-words.ts";

/** One item of a public suite, with the texts by which it would be recognised elsewhere. */
export type QuotableItem = { readonly id: string; readonly quotes: readonly string[] };

/** Shorter texts are what anybody may say; four words or fewer prove nothing either. */
const SHORTEST_QUOTE = 24;
const FEWEST_WORDS = 5;

/** Ids such as `7` or `hello` also stand in honest files; a digit and some length set them apart. */
const TELLING_ID = /^(?=.*\d).{6,}$/;

/** The items of the base commit's public and safety suites; unreadable lines quote nothing. */
export function quotableItems(change: ProposedChange, system: string): readonly QuotableItem[] {
  const rules = change.charter.systems[system];
  if (rules === undefined) return [];
  const datasets = [rules.suites.public.dataset, rules.suites.safety?.dataset];
  const decoder = new TextDecoder();
  return datasets.flatMap((dataset) => {
    const entry = change.base.tree.get(`${rules.path}/${dataset}`);
    const bytes = entry && change.base.blobs.get(entry.sha);
    return bytes === undefined ? [] : decoder.decode(bytes).split("\n").flatMap(itemOf);
  });
}

function itemOf(line: string): readonly QuotableItem[] {
  const item = jsonOfLine(line);
  if (!isJsonObject(item)) return [];
  const id = typeof item["id"] === "string" ? item["id"] : "";
  const texts = stringsOf(item["input"]).map(plainWords).filter(isTelling);
  const quotes = TELLING_ID.test(id) ? [...texts, plainWords(id)] : texts;
  return quotes.length === 0 ? [] : [{ id, quotes }];
}

function isTelling(words: string): boolean {
  return words.length >= SHORTEST_QUOTE && words.trim().split(" ").length >= FEWEST_WORDS;
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
