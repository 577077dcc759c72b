import { type Event, EVENT_ID } from "js-yaml";

type GapTrouble = { readonly at: number; readonly problem: string };

const INDICATORS: ReadonlyMap<string, string> = new Map([
  ["!", "tag"],
  ["?", "explicit-key"],
  ["\t", "tab"],
]);

/** Between scalars stand brackets, dashes, quotes, block headers, and the names of anchors. */
const OTHER = /[^ \n{}[\],:"'|>+-]/;
const NAMES = /[&*][A-Za-z0-9_][A-Za-z0-9_-]{0,62}(?=[\s,\]}]|$)/g;

/** What stands outside the text of scalars and is read differently: tags, tabs, digits of indentation. */
export function nativeGapTroubles(source: string, events: readonly Event[]): readonly GapTrouble[] {
  const troubles: GapTrouble[] = [];
  let from = 0;
  for (const event of events) {
    if (event.type !== EVENT_ID.SCALAR || event.valueStart < from) continue;
    troubles.push(...troublesIn(source.slice(from, event.valueStart), from));
    from = event.valueEnd;
  }
  troubles.push(...troublesIn(source.slice(from), from));
  return troubles;
}

function troublesIn(gap: string, offset: number): readonly GapTrouble[] {
  const bare = gap.replaceAll(/#[^\n]*/g, blank).replaceAll(NAMES, blank);
  const at = bare.search(OTHER);
  return at === -1
    ? []
    : [{ at: offset + at, problem: INDICATORS.get(bare[at] ?? "") ?? "indicator" }];
}

/** Blanked and not cut out, so that offsets stay true. */
function blank(text: string): string {
  return " ".repeat(text.length);
}
