import { type Address, parseAddress } from "./parse-address.ts";
import { isWithinPattern } from "./within-pattern.ts";

/** Names, topics, tables and paths: plain ASCII with stars, nothing that moves or escapes. */
const PLAIN_NAME = /^[A-Za-z0-9_.:@/*-]+$/;
const MOVING = /(?:^|\/)\.{1,2}(?:\/|$)|\/\/|:\//;

/**
 * Whether everything that the narrow target names is named by the wide one. A star stands for a run
 * of characters within a segment, as the last segment for all that follows, and in `*.example` for
 * one label.
 * What cannot be read in exactly one way is within nothing but itself.
 */
export function isWithinTarget(narrow: string, wide: string): boolean {
  if (narrow === wide || wide === "*" || wide === "**") return true;
  if (isAddress(narrow) || isAddress(wide)) return isWithinAddress(narrow, wide);
  return isPlain(narrow) && isPlain(wide) && isWithinPattern(narrow, wide);
}

/** Whether a text says where something is: with a scheme, or with the scheme of its surroundings. */
export function isAddress(text: string): boolean {
  return /:[/\\]{2}|^[/\\]{2}|^(?:https?|wss?|ftp|file|data|javascript):/i.test(text.trim());
}

function isPlain(name: string): boolean {
  return PLAIN_NAME.test(name) && !MOVING.test(name);
}

function isWithinAddress(narrow: string, wide: string): boolean {
  const [mine, other] = [parseAddress(narrow), parseAddress(wide)];
  if (mine === undefined || other === undefined) return false;
  return (
    mine.scheme === other.scheme &&
    mine.port === other.port &&
    isWithinHost(mine.labels, other.labels) &&
    isWithinPath(mine, other)
  );
}

/** Readers differ on whether `*.example` spans several labels; one is what they all agree on. */
function isWithinHost(mine: readonly string[], other: readonly string[]): boolean {
  const isStarred = other[0] === "*" && other.length > 1;
  return (
    mine.length === other.length &&
    mine.every((label, at) => label === other[at] || (at === 0 && isStarred))
  );
}

function isWithinPath({ path: mine }: Address, { path: other }: Address): boolean {
  if (other === undefined || mine === other) return true;
  return isWithinPattern(mine ?? "/*", other);
}
