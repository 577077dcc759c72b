import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { addedMembers } from "../added-members.ts";
import { breachesOf } from "../breach.ts";
import { changedFiles } from "../changed-files.ts";
import { quotableItems, type QuoteIndex } from "./quotable-items.ts";
import { quotedItems } from "./quoted-items.ts";

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
  const index = quotableItems(change, mutation.system);
  return texts.flatMap((text) => leakIn(text, index));
}

function leakIn(text: NewText, index: QuoteIndex): readonly Breach[] {
  const quoted = [...quotedItems(text.text, index)];
  if (quoted.length === 0) return [];
  const known = quotedItems(text.former, index);
  const leaked = quoted.filter((item) => !known.has(item));
  const [first] = leaked;
  if (first === undefined) return [];
  const facts = { item: first, items: String(leaked.length), path: text.path };
  const place = { path: text.path, line: text.line + lineOf(text.text, first, index) };
  return [breach("suite-answer-leaked", place, { problem: "quoted", ...facts })];
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

/** 0-based. A quotation over several lines is shown where its text begins. */
function lineOf(text: string, item: string, index: QuoteIndex): number {
  const line = text.split("\n").findIndex((one) => quotedItems(one, index).has(item));
  return Math.max(0, line);
}
