/** What hides text from a reader or turns its direction: shown as a code point instead. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu;

/** Characters that Markdown, tables or GitHub's mathematics give a meaning. */
const MARKUP = /[\\`*_{}[\]()#+!|~$]/g;

/** What GitHub turns into a link to a commit. */
const COMMIT = /\b(?=\d*[a-f])[0-9a-f]{7,40}\b/gi;

/** Breaks mentions, issue numbers and bare links, which GitHub finds even in escaped text. */
const BREAK = "\u200B";

/** Facts quoted in a sentence are cut here, so that one hostile name cannot bury the rest. */
const LONGEST = 160;

/**
 * Text of strangers as plain Markdown: nobody is mentioned, nothing is linked, no HTML, one line.
 * The enemy is a pull request that writes its own verdict into our comment.
 */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(MARKUP, (character) => `\\${character}`)
    .replaceAll("\\#", `\\#${BREAK}`)
    .replaceAll("\\$", `\\$${BREAK}`)
    .replaceAll("@", `@${BREAK}`)
    .replaceAll("://", `:${BREAK}//`)
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}${BREAK}.`)
    .replace(/\bGH-(?=\d)/gi, (prefix) => `${prefix}${BREAK}`)
    .replace(COMMIT, (id) => id.replaceAll(/.{6}(?=.)/g, (part) => part + BREAK));
}

/** A fact as inline code, which reads well in Markdown and in plain annotations alike. */
export function quoteCode(text: string): string {
  const line = visible(text).replaceAll("`", "'").trim();
  const short = cut(line);
  return short === "" ? "`(empty)`" : `\`${short}\``;
}

/** One line in which nothing hides, turns around or moves a terminal's cursor. */
export function visible(text: string): string {
  return text
    .replace(/[\r\n\t]+/g, " ")
    .replace(INVISIBLE, (character) => `U+${hexOf(character.codePointAt(0) ?? 0)}`);
}

function hexOf(codePoint: number): string {
  return codePoint.toString(16).toUpperCase().padStart(4, "0");
}

function cut(line: string): string {
  const characters = Array.from(line);
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}…` : line;
}
