const ESCAPE = /\\(?:u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrt])/g;

const LAST_CODE_POINT = 0x10_ff_ff;

/** A text with its escapes undone, at its old length, so that places in it still hold. */
export function unescaped(text: string): string {
  return text.includes("\\") ? text.replaceAll(ESCAPE, meaningOf) : text;
}

function meaningOf(escape: string): string {
  const code = Number.parseInt(escape.replaceAll(/[\\ux{}]/g, ""), 16);
  const isLetter = escape.length > 2 && code <= LAST_CODE_POINT;
  return (isLetter ? String.fromCodePoint(code) : " ").padEnd(escape.length);
}

/** Pieces in quotes that code or a list puts next to each other, as the one text they make. */
export function joined(text: string): string {
  return text.replaceAll(/(["'`])\s*[+,]\s*["'`]/g, "");
}
