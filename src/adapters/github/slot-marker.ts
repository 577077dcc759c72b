import type { Slot } from "../../core/decision/effect.ts";
import { cutText } from "../../core/prose/cut-text.ts";

/** GitHub refuses longer texts in comments, reviews and check summaries. */
export const LONGEST_TEXT = 65_000;

/**
 * A hidden line that names the slot, so that an object whose id was never recorded can be found
 * again. It stands first: what is cut is cut at the end.
 */
export function withMarker(slot: Slot, body: string): string {
  return cutText(`${markerOf(slot)}\n${body}`, LONGEST_TEXT);
}

export function markerOf(slot: Slot): string {
  return `<!-- omega:slot=${slot} -->`;
}
