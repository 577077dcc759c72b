import { DEFINITION_FILE } from "../ir/file-kinds.ts";
import type { Mutation } from "../ir/mutation.ts";
import { newTexts } from "./leaks/new-text.ts";
import { plainText } from "./leaks/plain-words.ts";

/** One sentence that the agent is told and the base does not tell it, as a hurried reader sees it. */
export type ToldSentence = {
  readonly path: string;
  readonly line: number;
  readonly text: string;
};

/** Longer ones are no orders; they are cut, so that reading them takes no time that others need. */
const LONGEST = 600;

const SENTENCE = /[^.!?;\n]+(?:[.](?=\S)[^.!?;\n]+)*/g;

/** Several rules read the new sentences of one mutation. */
const TOLD = new WeakMap<Mutation, readonly ToldSentence[]>();

/** What prompts say anew. Tools and data speak to nobody; what they do is judged as code. */
export function toldSentences(mutation: Mutation): readonly ToldSentence[] {
  const known = TOLD.get(mutation) ?? readSentences(mutation);
  TOLD.set(mutation, known);
  return known;
}

function readSentences(mutation: Mutation): readonly ToldSentence[] {
  const { root, system } = mutation.after;
  const prompts = new Set(Object.values(system.prompts).map(({ file }) => `${root}/${file}`));
  return newTexts(mutation)
    .filter(({ path }) => prompts.has(path) && !path.endsWith(`/${DEFINITION_FILE}`))
    .flatMap((one) => {
      const { path, text, former } = one;
      const old = new Set(sentencesIn(former).map((sentence) => sentence.text));
      return sentencesIn(text)
        .filter((sentence) => !old.has(sentence.text))
        .map((sentence) => ({ path, line: one.lineAt(sentence.at), text: sentence.text }));
    });
}

function sentencesIn(text: string): readonly { readonly text: string; readonly at: number }[] {
  return [...text.matchAll(SENTENCE)].map(({ 0: sentence, index }) => ({
    text: plainText(sentence.slice(0, LONGEST))
      .replace(/[’'`]/g, "'")
      .replace(/[\s*_]+/g, " ")
      .trim(),
    at: index + sentence.length - sentence.trimStart().length,
  }));
}
