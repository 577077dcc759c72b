import { isJsonObject, type Json } from "../../kernel/json.ts";
import type { SuiteMapping } from "./foreign-suite.ts";

/** What items of one author share, where the metadata says it under the key that was named. */
export function clusterIn(
  metadata: Json | undefined,
  { cluster: key }: SuiteMapping,
): { readonly cluster?: string } {
  if (key === undefined || !isJsonObject(metadata)) return {};
  const value = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
  const isName = typeof value === "string" || typeof value === "number";
  return isName ? { cluster: String(value) } : {};
}
