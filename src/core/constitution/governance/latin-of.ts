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
    o: "оοօσ",
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

/** A path as a hurried reader sees it. Equal to the path itself when it is plain ASCII. */
export function latinOf(path: string): string {
  return Array.from(
    path.normalize("NFKC").toLowerCase(),
    (letter) => LATIN_BY_LOOK.get(letter) ?? letter,
  ).join("");
}
