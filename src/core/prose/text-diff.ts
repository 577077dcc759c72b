import { type Change, diffWordsWithSpace } from "diff";
import { isDigest } from "../kernel/digest.ts";
import { escapeMarkdown } from "./escape.ts";

/** Characters of one changed or unchanged run that are shown; a table cell is not a file view. */
const LONGEST_RUN = 60;

/** Changed runs shown before the rest is only counted. */
const MOST_RUNS = 6;

/** Texts beyond this are told as changed; comparing them word by word costs more than it says. */
const LARGEST_TEXT = 40_000;

/** What became of a text, word by word: struck out what went, bold what came. */
export function renderTextDiff(before: string, after: string): string {
  if (isDigest(before) && isDigest(after))
    return `data \`${shortOf(before)}\` → \`${shortOf(after)}\``;
  if (before.length + after.length > LARGEST_TEXT) return "text changed";
  const parts = diffWordsWithSpace(before, after);
  const changed = parts.filter((part) => part.added || part.removed);
  const shown = changed.slice(0, MOST_RUNS).map(renderRun);
  const rest = changed.length - shown.length;
  return shown.join(" ") + (rest > 0 ? ` … and ${rest} more` : "");
}

function renderRun({ value, added }: Change): string {
  const text = value.replaceAll(/\s+/g, " ").trim();
  const cut = text.length > LONGEST_RUN ? `${text.slice(0, LONGEST_RUN)}…` : text;
  if (cut === "") return added ? "(space added)" : "(space removed)";
  return added ? `**${escapeMarkdown(cut)}**` : `~~${escapeMarkdown(cut)}~~`;
}

function shortOf(digest: string): string {
  return digest.slice("sha256:".length, "sha256:".length + 8);
}
