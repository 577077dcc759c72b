import { canonicalJson } from "../../kernel/canonical-json.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";

/** One reason why a value of the given schema may be none of the taken one. */
export type Mismatch = { readonly pointer: Pointer; readonly keyword: string };

/** Says whether the given side's keyword is at least as strict as the taken side's. */
type Rule = (given: JsonObject, taken: Json) => boolean;

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["type", ({ type }, taken) => type === taken || (type === "integer" && taken === "number")],
  ["enum", ({ enum: given }, taken) => listOf(given)?.every(isIn(taken)) ?? false],
  ["minimum", ({ minimum }, taken) => typeof minimum === "number" && minimum >= Number(taken)],
  ["maximum", ({ maximum }, taken) => typeof maximum === "number" && maximum <= Number(taken)],
  [
    "maxLength",
    ({ maxLength }, taken) => typeof maxLength === "number" && maxLength <= Number(taken),
  ],
  ["required", ({ required }, taken) => listOf(taken)?.every(isIn(required ?? [])) ?? false],
  ["additionalProperties", isClosedEnough],
  ["properties", () => true],
  ["items", () => true],
]);

/**
 * Why not every value that `given` lets through is let through by `taken`; nothing when every one
 * is. Keywords outside the subset are only equal to themselves: what is not understood refuses.
 */
export function mismatches(given: Json, taken: Json, pointer: Pointer): readonly Mismatch[] {
  if (canonicalJson(given) === canonicalJson(taken)) return [];
  if (!isJsonObject(given) || !isJsonObject(taken)) return [{ pointer, keyword: "schema" }];
  const own = Object.entries(taken)
    .filter(([keyword, argument]) => !isCovered(given, keyword, argument))
    .map(([keyword]) => ({ pointer: pointer + pointerOf(keyword), keyword }));
  return [...own, ...inMembers(given, taken, pointer), ...inItems(given, taken, pointer)];
}

function isCovered(given: JsonObject, keyword: string, argument: Json): boolean {
  const former = given[keyword];
  if (former !== undefined && canonicalJson(former) === canonicalJson(argument)) return true;
  return RULES.get(keyword)?.(given, argument) ?? false;
}

/** A member that only one side lists may come in any shape, unless the other side is closed. */
function inMembers(given: JsonObject, taken: JsonObject, pointer: Pointer): readonly Mismatch[] {
  const [ours, theirs] = [membersOf(given), membersOf(taken)];
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return [...names].flatMap((name) => {
    const at = pointer + pointerOf("properties", name);
    const [mine, other] = [memberOf(ours, name), memberOf(theirs, name)];
    if (mine !== undefined && other !== undefined) return mismatches(mine, other, at);
    const isClosed = given["additionalProperties"] === false;
    if (mine === undefined) return isClosed ? [] : [{ pointer: at, keyword: "properties" }];
    const isShut = taken["additionalProperties"] === false;
    return isShut ? [{ pointer: at, keyword: "additionalProperties" }] : [];
  });
}

function memberOf(members: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

function inItems(given: JsonObject, taken: JsonObject, pointer: Pointer): readonly Mismatch[] {
  const items = taken["items"];
  return items === undefined ? [] : mismatches(given["items"] ?? {}, items, `${pointer}/items`);
}

/** An open object may carry a listed member of any shape, unless the given side closes itself. */
function isClosedEnough(given: JsonObject, taken: Json): boolean {
  return taken === true || given["additionalProperties"] === false;
}

function membersOf(schema: JsonObject): JsonObject {
  const properties = schema["properties"];
  return isJsonObject(properties) ? properties : {};
}

function listOf(value: Json | undefined): readonly Json[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function isIn(list: Json) {
  return (member: Json): boolean =>
    listOf(list)?.some((one) => canonicalJson(one) === canonicalJson(member)) ?? false;
}
