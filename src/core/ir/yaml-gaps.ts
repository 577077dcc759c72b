import { type Event, EVENT_ID } from "js-yaml";

type GapTrouble = { readonly at: number; readonly problem: string };

/** Between scalars stand only brackets, colons, commas, dashes, quotes and block headers. */
const INDICATORS: ReadonlyMap<string, string> = new Map([
  ["&", "anchor"],
  ["*", "alias"],
  ["!", "tag"],
  ["?", "explicit-key"],
  ["+", "block-keep"],
  [">", "folded-block"],
]);

const PLAIN_STRUCTURE = /^[\s{}[\],:"'|-]*$/;

/**
 * Looks at everything that is not the text of a scalar. Events do not tell `? a` from `a`, nor a
 * block scalar's indentation digit, and both are read differently by different parsers.
 */
export function gapTroubles(source: string, events: readonly Event[]): readonly GapTrouble[] {
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
  // A comment begins at `#` and ends with its line; blanked, so that offsets stay true.
  const bare = gap.replaceAll(/#[^\n]*/g, (comment) => " ".repeat(comment.length));
  if (PLAIN_STRUCTURE.test(bare)) return [];
  const at = bare.search(/[^\s{}[\],:"'|-]/);
  const problem = INDICATORS.get(bare[at] ?? "") ?? "indicator";
  return [{ at: offset + at, problem }];
}
