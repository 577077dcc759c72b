import { type Event, EVENT_ID } from "js-yaml";

/** Where a node begins; nothing for one that was left out, and for the ends of collections. */
export function startOf(event: Event | undefined): number | undefined {
  if (event?.type === EVENT_ID.SCALAR) return event.valueStart < 0 ? undefined : event.valueStart;
  const isCollection = event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE;
  return isCollection ? event.start : undefined;
}

const BEFORE_KEY = /^ *(?:- +)*$/;

/** The column of a key that opens its line, or nothing for one that stands behind something else. */
export function columnOfKey(source: string, at: number): number | undefined {
  const lineStart = at === 0 ? 0 : source.lastIndexOf("\n", at - 1) + 1;
  return BEFORE_KEY.test(source.slice(lineStart, at)) ? at - lineStart : undefined;
}
