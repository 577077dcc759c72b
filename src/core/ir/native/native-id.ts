import { sha256Hex } from "../../kernel/digest.ts";

const LONGEST = 63;

/**
 * An id for a name of another framework, from the name alone: `Web Surfer` and `web_surfer` both
 * become `web-surfer`, and where both stand in one file the importer refuses. A name of other
 * letters gets the start of its digest, so that no two of them become one.
 */
export function nativeId(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  if (/^[A-Za-z0-9][A-Za-z0-9 _-]*$/.test(name) && slug !== "") return fitted(slug, name);
  return fitted(`${slug === "" ? "x" : slug}-${sha256Hex(name).slice(0, 8)}`, name);
}

/** Parts joined so that other parts never make the same id: a slug has no two dashes in a row. */
export function joinedId(...parts: readonly string[]): string {
  const joined = parts.join("--");
  return fitted(joined, joined);
}

function fitted(id: string, name: string): string {
  return id.length <= LONGEST ? id : `${id.slice(0, LONGEST - 9)}-${sha256Hex(name).slice(0, 8)}`;
}
