/** Shapes of keys that may be somebody else's: a server repeats whatever it was sent. */
const SHAPES = /\b(?:sk|rk|pk)-[\w-]{6,}/g;

/** Takes the keys out of a text, in whatever form a server may send them back. */
export function redactKeys(text: string, keys: readonly string[]): string {
  const known = formsOf(keys).reduce((left, form) => left.replaceAll(form, "[key]"), text);
  return known.replace(SHAPES, "[key]");
}

/** A reply with our own key in it comes from a server that does not know its place. */
export function holdsKey(text: string, keys: readonly string[]): boolean {
  return formsOf(keys).some((form) => text.includes(form));
}

function formsOf(keys: readonly string[]): readonly string[] {
  return keys
    .filter((key) => key.length > 0)
    .flatMap((key) => [
      key,
      encodeURIComponent(key),
      Buffer.from(key).toString("base64").replace(/=+$/, ""),
      Buffer.from(key).toString("hex"),
    ]);
}
