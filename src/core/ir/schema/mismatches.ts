import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { checkAgainst } from "../json-schema.ts";
import { covers, isJudged } from "./covers.ts";
import { isEqual, isKnown } from "./keywords.ts";
import { furtherMembers, memberOf } from "./member-of.ts";

/** One reason why a value of the given schema may be none of the taken one. */
export type Mismatch = { readonly pointer: Pointer; readonly keyword: string };

/** Unknown keywords that judge a value without looking at their neighbours: equal ones cancel out. */
const INDEPENDENT: ReadonlySet<string> = new Set([
  "pattern",
  "format",
  "multipleOf",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "propertyNames",
]);

/**
 * Why not every value that `given` lets through is let through by `taken`; nothing when every one
 * is. The one notion of a wider contract: widening, C5 and validation all ask here. It may refuse a
 * pair that would do, and never the other way: what is not understood is only equal to itself.
 */
export function mismatches(given: Json, taken: Json, pointer: Pointer): readonly Mismatch[] {
  // A reference reads what stands elsewhere: two equal parts may then let different values through.
  const isBound = [given, taken].some(mentionsReference);
  if (isBound) return isEqual(given, taken) ? [] : [{ pointer, keyword: "$ref" }];
  return compare(given, taken, pointer);
}

function compare(given: Json, taken: Json, pointer: Pointer): readonly Mismatch[] {
  if (given === taken) return [];
  if (!isJsonObject(given) || !isJsonObject(taken)) {
    return isEqual(given, taken) ? [] : [{ pointer, keyword: "schema" }];
  }
  const unknown = [...unknownIn(given), ...unknownIn(taken)];
  if (unknown.length > 0 && isEqual(given, taken)) return [];
  const [dependent] = unknown.filter((keyword) => !INDEPENDENT.has(keyword));
  if (dependent !== undefined)
    return [{ pointer: pointer + pointerOf(dependent), keyword: dependent }];
  if (isFiniteWithin(given, taken)) return [];
  const own = Object.entries(taken)
    .filter(([keyword, argument]) => !WALKED.has(keyword) && !covers(given, keyword, argument))
    .map(([keyword]) => ({ pointer: pointer + pointerOf(keyword), keyword }));
  return [...own, ...inMembers(given, taken, pointer), ...inItems(given, taken, pointer)];
}

const WALKED: ReadonlySet<string> = new Set(["properties", "additionalProperties", "items"]);

function unknownIn(schema: JsonObject): readonly string[] {
  return Object.keys(schema).filter((keyword) => !isKnown(keyword, schema[keyword] ?? null));
}

/** Where the given side lists its values, each of them can be tried. */
function isFiniteWithin(given: JsonObject, taken: JsonObject): boolean {
  const listed = Object.hasOwn(given, "const") ? [given["const"] ?? null] : given["enum"];
  return (
    Array.isArray(listed) && listed.every((one: Json) => checkAgainst(taken, one).length === 0)
  );
}

/** A member that only one side lists follows what the other says of further members. */
function inMembers(given: JsonObject, taken: JsonObject, pointer: Pointer): readonly Mismatch[] {
  if (!isJudged(given, "properties")) return [];
  const further = insideOf(
    furtherMembers(given),
    furtherMembers(taken),
    pointer + pointerOf("additionalProperties"),
  );
  const names = new Set([...namesOf(given), ...namesOf(taken)]);
  return [...names]
    .flatMap((name) =>
      insideOf(
        memberOf(given, name),
        memberOf(taken, name),
        pointer + pointerOf("properties", name),
      ),
    )
    .concat(further);
}

/** Schemas of one member: `false` lets none stand there, nothing lets any. */
function insideOf(
  mine: Json | undefined,
  other: Json | undefined,
  at: Pointer,
): readonly Mismatch[] {
  if (mine === false || other === undefined) return [];
  if (other === false) return [{ pointer: at, keyword: "additionalProperties" }];
  return compare(mine ?? {}, other, at);
}

function inItems(given: JsonObject, taken: JsonObject, pointer: Pointer): readonly Mismatch[] {
  const items = taken["items"];
  if (items === undefined || !isJudged(given, "items")) return [];
  return compare(given["items"] ?? {}, items, `${pointer}/items`);
}

function namesOf(schema: JsonObject): readonly string[] {
  const properties = schema["properties"];
  return isJsonObject(properties) ? Object.keys(properties) : [];
}

const REFERENCES: ReadonlySet<string> = new Set(["$ref", "$dynamicRef", "$recursiveRef"]);

function mentionsReference(value: Json): boolean {
  if (Array.isArray(value)) return value.some(mentionsReference);
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(
    ([key, member]) => REFERENCES.has(key) || mentionsReference(member),
  );
}
