import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { addedMembers } from "../added-members.ts";
import { breachesOf } from "../breach.ts";
import { changedFiles } from "../changed-files.ts";
import { quotableItems, type QuotableItem } from "./quotable-items.ts";
import { plainWords } from "./plain-words.ts";

const breach = breachesOf("C2");

/** A text of the head that the base does not have, and the line on which it begins. */
type NewText = {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly former: string;
};

/**
 * Items of a public suite, quoted in the agent's own files. An agent that carries the questions
 * scores without answering, and the suite would measure its memory. One breach for each file.
 */
export function leakedAnswers(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  if (mutation === undefined) return [];
  const texts = [...changedTexts(mutation), ...changedValues(mutation)];
  if (texts.length === 0) return [];
  const items = quotableItems(change, mutation.system);
  return texts.flatMap((text) => leakIn(text, items));
}

function leakIn(text: NewText, items: readonly QuotableItem[]): readonly Breach[] {
  const young = plainWords(text.text);
  const old = plainWords(text.former);
  const quoted = items.filter(({ quotes }) =>
    quotes.some((quote) => young.includes(quote) && !old.includes(quote)),
  );
  const [first] = quoted;
  if (first === undefined) return [];
  return [
    breach(
      "suite-answer-leaked",
      { path: text.path, line: lineOf(text, first) },
      { problem: "quoted", item: first.id, items: String(quoted.length), path: text.path },
    ),
  ];
}

function changedTexts(mutation: Mutation): readonly NewText[] {
  const decoder = new TextDecoder();
  return changedFiles(mutation).map(({ file, bytes, former }) => ({
    path: `${mutation.after.root}/${file}`,
    line: 1,
    text: decoder.decode(bytes),
    former: decoder.decode(former),
  }));
}

/** Strings of the definition itself: parameters, descriptions, extensions. */
function changedValues({ changes, after }: Mutation): readonly NewText[] {
  const definition = `${after.root}/system.yaml`;
  return changes.edits
    .filter(({ path }) => path === definition)
    .flatMap((edit) =>
      addedMembers(edit).flatMap(({ value }) =>
        typeof value === "string"
          ? [{ path: definition, line: edit.line, text: value, former: "" }]
          : [],
      ),
    );
}

/** A quotation over several lines is shown where its text begins. */
function lineOf({ text, line }: NewText, { quotes }: QuotableItem): number {
  const lines = text.split("\n").map(plainWords);
  const exact = lines.findIndex((words) => quotes.some((quote) => words.includes(quote)));
  return line + Math.max(0, exact);
}
