import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";

/** What stands where something was taken out. */
const REDACTED = "[redacted]";

/**
 * An input without what stands at the charter's paths, or nothing where one of them does not exist
 * in it: then nobody knows where the input carries what was to be taken out.
 */
export function redactInput(input: JsonObject, paths: readonly string[]): JsonObject | undefined {
  let redacted: Json | undefined = input;
  // The inner ones first: what is gone has no members to take out any more.
  for (const segments of paths.map(segmentsOf).toSorted((one, two) => two.length - one.length)) {
    if (redacted === undefined) return undefined;
    redacted = redactAt(redacted, segments);
  }
  return isJsonObject(redacted) ? redacted : undefined;
}

function segmentsOf(path: string): readonly string[] {
  return path.split("/").slice(1);
}

function redactAt(value: Json, [segment, ...rest]: readonly string[]): Json | undefined {
  if (segment === undefined) return REDACTED;
  if (Array.isArray(value)) return segment === "*" ? redactItems(value, rest) : undefined;
  if (!isJsonObject(value)) return undefined;
  if (segment !== "*" && !Object.hasOwn(value, segment)) return undefined;
  return redactMembers(value, segment, rest);
}

function redactItems(items: readonly Json[], rest: readonly string[]): Json | undefined {
  const redacted: Json[] = [];
  for (const item of items) {
    const left = redactAt(item, rest);
    if (left === undefined) return undefined;
    redacted.push(left);
  }
  return redacted;
}

function redactMembers(
  value: JsonObject,
  segment: string,
  rest: readonly string[],
): JsonObject | undefined {
  const redacted: [string, Json][] = [];
  for (const [name, member] of Object.entries(value)) {
    const isMeant = segment === "*" || name === segment;
    const left = isMeant ? redactAt(member, rest) : member;
    if (left === undefined) return undefined;
    redacted.push([name, left]);
  }
  return Object.fromEntries(redacted);
}
