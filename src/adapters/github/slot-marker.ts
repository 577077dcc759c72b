import type { Slot } from "../../core/decision/effect.ts";

/** GitHub refuses longer texts in comments, reviews and check summaries. */
const LONGEST_TEXT = 65_000;

/**
 * A hidden line that names the slot, so that an object whose id was never recorded can be found
 * again. It stands first: what is cut is cut at the end.
 */
export function withMarker(slot: Slot, body: string): string {
  return cut(`${markerOf(slot)}\n${body}`);
}

export function markerOf(slot: Slot): string {
  return `<!-- omega:slot=${slot} -->`;
}

export function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}\n\n… cut` : text;
}
