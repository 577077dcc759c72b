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

/** Depth of the brackets that stand open changes by as much. */
const BRACKETS: ReadonlyMap<string, number> = new Map([
  ["[", 1],
  ["{", 1],
  ["]", -1],
  ["}", -1],
]);

const PLAIN = new Set([":", ",", '"', "'", "|", "-", ...BRACKETS.keys()]);

/** More would bury the first ones. */
const MAX_TROUBLES = 50;

/**
 * Looks at everything that is not the text of a scalar. Events do not tell `? a` from `a`, nor a
 * block scalar's indentation digit, and both are read differently by different parsers.
 */
export function gapTroubles(source: string, events: readonly Event[]): readonly GapTrouble[] {
  const looking: Looking = { source, depth: 0, troubles: [] };
  let from = 0;
  for (const event of events) {
    if (event.type !== EVENT_ID.SCALAR || event.valueStart < from) continue;
    look(looking, from, event.valueStart);
    if (looking.troubles.length > MAX_TROUBLES) return looking.troubles;
    from = event.valueEnd;
  }
  look(looking, from, source.length);
  return looking.troubles;
}

type Looking = { readonly source: string; depth: number; readonly troubles: GapTrouble[] };

function look(looking: Looking, from: number, to: number): void {
  const { source, troubles } = looking;
  for (let at = from; at < to && troubles.length <= MAX_TROUBLES; at += 1) {
    const character = source[at] ?? "";
    if (character === " " || character === "\n") continue;
    looking.depth += BRACKETS.get(character) ?? 0;
    const problem = problemOf(looking, at);
    if (problem !== undefined) troubles.push({ at, problem });
    // A comment ends with its line.
    if (character === "#") at = source.indexOf("\n", at) === -1 ? to : source.indexOf("\n", at);
  }
}

function problemOf({ source, depth }: Looking, at: number): string | undefined {
  const character = source[at] ?? "";
  if (character === "#") return commentProblem(source[at - 1], depth);
  return PLAIN.has(character) ? undefined : (INDICATORS.get(character) ?? "indicator");
}

/**
 * A comment stands apart from what is before it. Within brackets it is indented too: `yaml` takes
 * one at the start of a line for a mistake where others see a remark.
 */
function commentProblem(before: string | undefined, depth: number): string | undefined {
  if (before === " ") return undefined;
  const startsLine = before === undefined || before === "\n";
  return startsLine && depth === 0 ? undefined : "comment-not-apart";
}
