/** Where a text holds what people do not see, and which character it is (`U+200B`). */
export type HiddenCharacter = { readonly at: number; readonly character: string };

/**
 * Shows nothing or breaks lines for one reader and not for another. With U+2028 in a comment PyYAML
 * reads a second key where GitHub shows a remark; tag characters and variation selectors carry
 * whole sentences to a model that no reviewer sees. The selector for emoji stays, behind one.
 */
const HIDDEN =
  /(?!\n)[\p{Cc}\u2028\u2029\uFFF9-\uFFFB\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Surrogate}]/gu;

/** Of nearly every text nothing else has to be asked. */
const ORDINARY = /^[\n -~]*$/;

const EMOJI_SELECTOR = "\uFE0F";
const BEFORE_SELECTOR = /[\p{Extended_Pictographic}0-9#*]$/u;

/** Joiners bind letters in many scripts, and emoji; next to ASCII they only hide. */
const JOINERS = new Set(["\u200C", "\u200D"]);
const LAST_ASCII = 0x7f;

export type AllowedHidden = {
  /** Control characters of this kind of text. */
  readonly controls: string;
  readonly joiners: boolean;
};

/** The first character that this kind of text must not hold. */
export function hiddenCharacterIn(
  text: string,
  allowed: AllowedHidden,
): HiddenCharacter | undefined {
  if (ORDINARY.test(text)) return undefined;
  for (const { 0: character, index } of text.matchAll(HIDDEN)) {
    if (isAllowed(text, { character, index }, allowed)) continue;
    const codePoint = character.codePointAt(0) ?? 0;
    const name = codePoint.toString(16).toUpperCase().padStart(4, "0");
    return { at: index, character: `U+${name}` };
  }
  return undefined;
}

function isAllowed(
  text: string,
  { character, index }: { readonly character: string; readonly index: number },
  allowed: AllowedHidden,
): boolean {
  // A lone carriage return ends a line for JavaScript, and not in the review.
  if (character === "\r") return allowed.controls.includes("\r") && text[index + 1] === "\n";
  if (allowed.controls.includes(character)) return true;
  if (character === EMOJI_SELECTOR) {
    return BEFORE_SELECTOR.test(text.slice(Math.max(0, index - 2), index));
  }
  return allowed.joiners && JOINERS.has(character) && isBetweenForeign(text, index);
}

function isBetweenForeign(text: string, index: number): boolean {
  return [index - 1, index + 1].every((at) => (text.codePointAt(at) ?? 0) > LAST_ASCII);
}
