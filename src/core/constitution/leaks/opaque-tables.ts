import { decodedPieces } from "./decoded-pieces.ts";
import { hasMany, signsOf } from "./rows-of-signs.ts";
import type { NewText } from "./new-text.ts";
import { stringsOf, type SuiteRow } from "./suite-items.ts";

/** Runs of letters and digits as long as digests are, whole or cut short. A colour has its `#`. */
const RUN = /(?<![\w#+/-])[A-Za-z0-9+/_-]{12,128}(?![\w+/-])/g;

/** The lengths of a digest of 16, 20, 32 or 64 bytes in base64, the padding left off. */
const DENSE_LENGTHS: ReadonlySet<number> = new Set([22, 27, 43, 86]);

/** A short name that says nothing, in front of what could be an answer. */
const CODED =
  /(?<![\w#.-])([0-9a-f]{6,11}|\d{4,20})["'`]?\s*[:,]\s*(?:return\s*)?["'`]([^"'`\n]{1,80})["'`]/gi;

/** Nobody writes many of these by hand, and none says what it stands for. */
const MANY_DIGESTS = 6;
const MANY_CODED = 5;

/** A digit in each digest; an answer between quotes behind each code. */
const DIGITS = signsOf(/\d/);
const QUOTES = signsOf(/["'`]/);

/** Five answers behind a code of six signs each need no less. */
const SHORTEST_TABLE = 40;

/** Every answer that the suite expects somewhere, in lower case. */
export function expectedAnswers(items: readonly SuiteRow[]): ReadonlySet<string> {
  const answers = items.flatMap(({ expected, requires }) => [
    ...stringsOf(expected),
    ...requires.flatMap(({ negated, values }) => (negated === true ? [] : values)),
  ]);
  return new Set(answers.map((answer) => answer.toLowerCase()));
}

/**
 * How many names in a text could be fingerprints of questions, where it is more than chance and
 * more than the text had before: a table of them answers a suite without holding one word of it.
 */
export function fingerprints(
  { text, former }: Pick<NewText, "text" | "former">,
  answers: ReadonlySet<string>,
): { readonly count: number; readonly place: number } | undefined {
  if (text.length < SHORTEST_TABLE) return undefined;
  const mayDigest = hasMany(text, DIGITS, MANY_DIGESTS);
  const mayCode = hasMany(text, QUOTES, MANY_CODED * 2);
  if (!mayDigest && !mayCode) return undefined;
  const plain = text.replaceAll(/(["'`])\s*\+\s*["'`]/g, "");
  const many = mayDigest ? freshOf(digestsIn(plain), former) : [];
  const few = mayCode ? freshOf(codedIn(plain, answers), former) : [];
  const found = many.length >= MANY_DIGESTS ? many : few.length >= MANY_CODED ? few : [];
  const [first] = found;
  return first === undefined ? undefined : { count: found.length, place: first.index };
}

function digestsIn(plain: string): readonly RegExpExecArray[] {
  return [...plain.matchAll(RUN)].filter(([run]) => isDigest(run));
}

function codedIn(plain: string, answers: ReadonlySet<string>): readonly RegExpExecArray[] {
  return [...plain.matchAll(CODED)].filter(([, , answer = ""]) =>
    answers.has(answer.toLowerCase()),
  );
}

/** What reads as text once decoded is no digest: it is judged by what it says. */
function isDigest(run: string): boolean {
  if (!/\d/.test(run) || decodedPieces(run).length > 0) return false;
  if (/^[0-9a-f]+$/i.test(run)) return /[a-f]/i.test(run);
  return DENSE_LENGTHS.has(run.length) && /[A-Z]/.test(run) && /[a-z]/.test(run);
}

function freshOf(
  matches: readonly RegExpExecArray[],
  former: NewText["former"],
): readonly RegExpExecArray[] {
  if (matches.length === 0) return matches;
  const old = former();
  const seen = new Set<string>();
  return matches.filter((match) => {
    const name = match[1] ?? match[0];
    const isFresh = !seen.has(name) && !old.includes(name);
    seen.add(name);
    return isFresh;
  });
}
