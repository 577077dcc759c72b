import { DEFINITION_FILE } from "../ir/file-kinds.ts";
import type { Mutation } from "../ir/mutation.ts";
import { type NewText, newTexts } from "./leaks/new-text.ts";
import { plainText } from "./leaks/plain-words.ts";

/** One sentence that the agent is told and the base does not tell it. */
export type ToldSentence = {
  readonly path: string;
  /** As a hurried reader sees it. */
  readonly text: string;
  /** 1-based; counted only where it is asked for. */
  readonly lineOf: () => number;
};

/** Longer ones are read in pieces that overlap, so that none takes time that others need. */
const LONGEST = 400;
const STRIDE = 200;

const SENTENCE = /[^.!?;\n]+(?:[.](?=\S)[^.!?;\n]+)*/g;

/** A sentence that the base does not have letter by letter; nearly always it is told anew. */
type Candidate = ToldSentence & { readonly isTold: () => boolean };

/** Several rules read the new sentences of one mutation. */
const CANDIDATES = new WeakMap<Mutation, readonly Candidate[]>();

/**
 * What prompts say anew, as far as a hint matches it. Tools and data speak to nobody; what they do
 * is judged as code.
 */
export function toldSentences(mutation: Mutation, hint: RegExp): readonly ToldSentence[] {
  const known = CANDIDATES.get(mutation) ?? readCandidates(mutation);
  CANDIDATES.set(mutation, known);
  return known.filter(({ text, isTold }) => hint.test(text) && isTold());
}

function readCandidates(mutation: Mutation): readonly Candidate[] {
  const { root, system } = mutation.after;
  const files = newTexts(mutation).filter(({ path }) => !path.endsWith(`/${DEFINITION_FILE}`));
  if (files.length === 0) return [];
  const prompts = new Set(Object.values(system.prompts).map(({ file }) => `${root}/${file}`));
  return files.filter(({ path }) => prompts.has(path)).flatMap(candidatesIn);
}

function candidatesIn(one: NewText): readonly Candidate[] {
  const former = piecesIn(one.former()).map(({ written }) => written);
  const same = new Set(former);
  let plain: ReadonlySet<string> | undefined;
  return piecesIn(one.text)
    .filter(({ written }) => !same.has(written))
    .map(({ written, at }) => {
      const text = plainSentence(written);
      const isTold = (): boolean => !(plain ??= new Set(former.map(plainSentence))).has(text);
      return { path: one.path, text, lineOf: () => one.lineAt(at), isTold };
    });
}

type Piece = { readonly written: string; readonly at: number };

function piecesIn(text: string): readonly Piece[] {
  return [...text.matchAll(SENTENCE)].flatMap(({ 0: sentence, index }) => {
    const pieces: Piece[] = [];
    let start = 0;
    do {
      const written = sentence.slice(start, start + LONGEST);
      const at = index + start + written.length - written.trimStart().length;
      pieces.push({ written, at });
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
