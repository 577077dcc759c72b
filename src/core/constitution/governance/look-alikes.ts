import { latinOf } from "./latin-of.ts";

/** Signs that stand for a letter at a glance, after the letters they stand for. */
const AT_A_GLANCE: readonly (readonly [RegExp, string])[] = [
  [/0/g, "o"],
  [/[1|!]/g, "l"],
  [/i/g, "l"],
  [/rn/g, "m"],
  [/vv/g, "w"],
  [/cl/g, "d"],
  [/5/g, "s"],
];

/** The shape that a hurried reader remembers of a path. */
function shapeOf(path: string): string {
  return AT_A_GLANCE.reduce((shape, [sign, letter]) => shape.replace(sign, letter), latinOf(path));
}

/**
 * Tells which of some governed paths another path would be taken for: by letters of another script,
 * by digits for letters, by a short name of Windows (`omega~1`) or a stream (`charter.yaml::$DATA`),
 * or by letters unknown here in half a name of known ones.
 */
export function lookAlikeOf(governed: readonly string[]): (path: string) => string | undefined {
  const shapes = governed.map((path) => [path, shapeOf(path), segmentsOf(path)] as const);
  return (path) => {
    const shape = shapeOf(path.replace(/:[^/]*/g, ""));
    const segments = segmentsOf(path);
    return shapes.find(
      ([, other, parts]) =>
        shape === other ||
        shape.startsWith(`${other}/`) ||
        (parts.length <= segments.length &&
          parts.every((part, at) => isTakenFor(segments[at] ?? "", part))),
    )?.[0];
  };
}

function segmentsOf(path: string): readonly string[] {
  return latinOf(path).split("/");
}

function isTakenFor(segment: string, part: string): boolean {
  return segment === part || isShortName(segment, part) || isHalfKnown(segment, part);
}

/** `GITATT~1` is how Windows also knows `.gitattributes`. */
function isShortName(segment: string, part: string): boolean {
  const [stem] = /^[^~]{1,6}(?=~\d)/.exec(segment) ?? [];
  return stem !== undefined && part.replace(/^\.+/, "").startsWith(stem);
}

/** Letters of no known likeness in the places of known ones, the others equal. */
function isHalfKnown(segment: string, part: string): boolean {
  const [letters, others] = [Array.from(segment), Array.from(part)];
  if (letters.length !== others.length) return false;
  const strange = letters.filter((letter) => letter > "\u007f").length;
  const isLike = letters.every((letter, at) => letter > "\u007f" || letter === others[at]);
  return strange > 0 && strange * 2 <= letters.length && isLike;
}
