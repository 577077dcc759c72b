import type { Json } from "../../core/kernel/json.ts";

/** Text of a child's, or undefined where it is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
