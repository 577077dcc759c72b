/**
 * Letters of other scripts that readers take for Latin ones, after the shapes of Unicode's
 * confusables (UTS #39), as far as the names of governed files need them.
 */
const LATIN_BY_LOOK: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: "аαɑ",
    b: "Ьᖯ",
    c: "сϲⅽ",
    d: "ԁⅾ",
    e: "еҽε",
    g: "ɡց",
    h: "һհ",
    i: "іιıɩ",
    j: "јϳ",
    k: "кκ",
    l: "ӏⅼاǀ",
    m: "мⅿ",
    n: "ոռп",
    o: "оοօσⲟᴏ",
    p: "рρ",
    r: "гᴦ",
    s: "ѕꜱ",
    t: "тτ",
    u: "υսц",
    v: "ѵν",
    w: "ԝѡա",
    x: "хχ",
    y: "уүγ",
    z: "ᴢ",
    ".": "․。",
    "/": "∕⁄",
    "-": "‐‑‒–—−",
  }).flatMap(([latin, lookAlikes]) => Array.from(lookAlikes, (letter) => [letter, latin] as const)),
);

const PLAIN = /^[\0-\u007f]*$/;

/** A text as a hurried reader sees it, in lower case. */
export function latinOf(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  const bare = text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\p{Mn}\p{Default_Ignorable_Code_Point}]/gu, "");
  return Array.from(bare, (letter) => LATIN_BY_LOOK.get(letter) ?? letter).join("");
}
