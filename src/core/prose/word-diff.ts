import { type Change, diffWordsWithSpace } from "diff";
import { visible } from "./escape.ts";
import type { Paint } from "./offline-check.ts";

/** Characters of unchanged text that stay beside a change, so that one sees where it is. */
const CONTEXT = 24;

/** Characters of one changed run that are shown. */
const LONGEST_RUN = 200;

/** Changed runs shown before the rest is only counted. */
const MOST_RUNS = 12;

/** Texts beyond this are told as changed; comparing them word by word costs more than it says. */
const LARGEST_TEXT = 40_000;

/** What became of a text, word by word, as `git diff --word-diff` writes it: `[-gone-]{+come+}`. */
export function renderWordDiff(before: string, after: string, paint: Paint): string {
  if (before.length + after.length > LARGEST_TEXT) return "text changed";
  const parts = diffWordsWithSpace(before, after);
  const isChanged = ({ added, removed }: Change): boolean => added || removed;
  let left = MOST_RUNS;
  const shown = parts.map((part, at) => {
    if (isChanged(part)) return (left -= 1) >= 0 ? renderRun(part, paint) : "";
    return left > 0 ? contextOf(part.value, at === 0, at === parts.length - 1) : "";
  });
  const rest = parts.filter(isChanged).length - MOST_RUNS;
  return shown.join("") + (rest > 0 ? ` and ${rest} more` : "");
}

function renderRun({ value, added }: Change, paint: Paint): string {
  const text = visible(value.length > LONGEST_RUN ? `${value.slice(0, LONGEST_RUN)}…` : value);
  return added ? paint("good", `{+${text}+}`) : paint("bad", `[-${text}-]`);
}

function contextOf(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= CONTEXT * 2) return visible(text);
  const start = isFirst ? "" : text.slice(0, CONTEXT);
  const end = isLast ? "" : text.slice(-CONTEXT);
  return visible(`${start}…${end}`);
}
