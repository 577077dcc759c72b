import type { SuiteRow } from "./suite-items.ts";
import { joined } from "./unescaped.ts";

/** Ids such as `7` or `hello` also stand in honest files; a digit and some length set them apart. */
const TELLING_ID = /^(?=.*\d)[A-Za-z0-9._-]{6,}$/;

const NAME = /[a-z0-9._-]{6,}/g;

export function tellingIds(items: readonly SuiteRow[]): ReadonlySet<string> {
  return new Set(
    items
      .map(({ id }) => id)
      .filter((id) => TELLING_ID.test(id))
      .map((id) => id.toLowerCase()),
  );
}

/** The suite's ids that a text names outright, with their places. */
export function namedIds(text: string, ids: ReadonlySet<string>): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  // Each of them has a digit, and most texts have none.
  if (ids.size === 0 || !/\d/.test(text)) return found;
  const plain = text.toLowerCase();
  for (const read of new Set([plain, joined(plain)])) {
    if (read.match(NAME)?.some((name) => ids.has(name)) !== true) continue;
    for (const { 0: name, index } of read.matchAll(NAME)) {
      if (ids.has(name) && !found.has(name)) found.set(name, index);
    }
  }
  return found;
}
