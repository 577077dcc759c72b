import { DEFINITION_FILE } from "../ir/file-kinds.ts";
import type { Mutation } from "../ir/mutation.ts";
import { newTexts } from "./leaks/new-text.ts";
import { plainText } from "./leaks/plain-words.ts";

/** One sentence that the agent is told and the base does not tell it, as a hurried reader sees it. */
export type ToldSentence = {
  readonly path: string;
  readonly text: string;
  /** 1-based; counted only where it is asked for. */
  readonly lineOf: () => number;
};

/** Longer ones are read in pieces that overlap, so that none takes time that others need. */
const LONGEST = 400;
const STRIDE = 200;

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
  const files = newTexts(mutation).filter(({ path }) => !path.endsWith(`/${DEFINITION_FILE}`));
  if (files.length === 0) return [];
  const prompts = new Set(Object.values(system.prompts).map(({ file }) => `${root}/${file}`));
  return files
    .filter(({ path }) => prompts.has(path))
    .flatMap((one) => {
      const { path, text, former } = one;
      const old = new Set(sentencesIn(former).map((sentence) => sentence.text));
      return sentencesIn(text)
        .filter((sentence) => !old.has(sentence.text))
        .map((sentence) => ({ path, text: sentence.text, lineOf: () => one.lineAt(sentence.at) }));
    });
}

type Piece = { readonly text: string; readonly at: number };

function sentencesIn(text: string): readonly Piece[] {
  return [...text.matchAll(SENTENCE)].flatMap(({ 0: sentence, index }) => {
    const pieces: Piece[] = [];
    let start = 0;
    do {
      const piece = sentence.slice(start, start + LONGEST);
      const at = index + start + piece.length - piece.trimStart().length;
      pieces.push({ text: plainSentence(piece), at });
      start += STRIDE;
    } while (start + STRIDE < sentence.length);
    return pieces;
  });
}

/** One kind of apostrophe, no marks of emphasis, and a `not` that stands by itself. */
function plainSentence(text: string): string {
  return plainText(text)
    .replace(/[’'`]/g, "'")
    .replace(/n't\b/g, " not")
    .replace(/[\s*_]+/g, " ")
    .trim();
}
