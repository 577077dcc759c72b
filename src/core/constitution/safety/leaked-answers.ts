import type { Breach } from "../../gate/finding.ts";
import type { Snapshot } from "../../ir/snapshot.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { breachesOf } from "../breach.ts";
import { indexItems, type ItemIndex } from "../leaks/item-index.ts";
import { namedIds, tellingIds } from "../leaks/named-ids.ts";
import { type NewText, newTexts } from "../leaks/new-text.ts";
import { expectedAnswers, fingerprints } from "../leaks/opaque-tables.ts";
import { recalledItems } from "../leaks/recalled-items.ts";
import { type BagIndex, indexBags, reorderedItems } from "../leaks/reordered-items.ts";
import { suiteItems } from "../leaks/suite-items.ts";

const breach = breachesOf("C2");

/** What of the suites' items would be recognised elsewhere. */
type Recognised = {
  readonly items: ItemIndex;
  readonly bags: BagIndex;
  readonly ids: ReadonlySet<string>;
  readonly answers: ReadonlySet<string>;
};

/** Suites change far less often than agents: what was made of one base serves all its changes. */
const RECOGNISED = new WeakMap<Snapshot, ReadonlyMap<string, Recognised>>();

/**
 * Items of a public suite in the agent's own files: quoted, cut up, shuffled, encoded, named or
 * fingerprinted. An agent that carries the questions scores without answering, and the suite
 * would measure its memory. One breach for each file.
 */
export function leakedAnswers(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  if (mutation === undefined) return [];
  const texts = newTexts(mutation);
  if (texts.length === 0) return [];
  const known = recognisedOf(change, mutation.system);
  const recalled = recalledItems(mutation, texts, known.items);
  return texts.flatMap((text) => {
    const leak = recalled.get(text) ?? namedIn(text, known);
    if (leak === undefined) return opaqueIn(text, known);
    const facts = { item: leak.items[0] ?? "", items: String(leak.items.length), path: text.path };
    const place = { path: text.path, line: text.lineAt(leak.place) };
    return [breach("suite-answer-leaked", place, { problem: "quoted", ...facts })];
  });
}

function namedIn({ text, former }: NewText, { bags, ids }: Recognised) {
  const found = new Map([...reorderedItems(text, bags), ...namedIds(text, ids)]);
  if (found.size === 0) return undefined;
  const old = former();
  const before = new Set([...reorderedItems(old, bags).keys(), ...namedIds(old, ids).keys()]);
  const fresh = [...found].filter(([item]) => !before.has(item));
  const [first] = fresh;
  return first === undefined ? undefined : { items: fresh.map(([item]) => item), place: first[1] };
}

function opaqueIn(text: NewText, { answers }: Recognised): readonly Breach[] {
  const found = fingerprints(text, answers);
  if (found === undefined) return [];
  const facts = { problem: "fingerprints", path: text.path, items: String(found.count) };
  const place = { path: text.path, line: text.lineAt(found.place) };
  return [breach("suite-answer-leaked", place, facts)];
}

function recognisedOf(change: ProposedChange, system: string): Recognised {
  const cached = RECOGNISED.get(change.base)?.get(system);
  if (cached !== undefined) return cached;
  const items = suiteItems(change, system);
  const recognised = {
    items: indexItems(items),
    bags: indexBags(items),
    ids: tellingIds(items),
    answers: expectedAnswers(items),
  };
  RECOGNISED.set(
    change.base,
    new Map([...(RECOGNISED.get(change.base) ?? []), [system, recognised]]),
  );
  return recognised;
}
