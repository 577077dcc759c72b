import { canonicalJson } from "../kernel/canonical-json.ts";
import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import { type Pointer, pointerOf } from "../kernel/pointer.ts";

/** One difference between two JSON values. Lists are compared whole: their items have no names. */
export type JsonEdit = {
  readonly pointer: Pointer;
  readonly kind: "add" | "remove" | "replace";
  readonly before?: Json;
  readonly after?: Json;
};

type Edits = readonly JsonEdit[];

const NONE: Edits = [];

/** The differences between two objects, by key, deepest pointer first met. */
export function diffJson(before: JsonObject, after: JsonObject, pointer: Pointer = ""): Edits {
  // Nearly all members are the same; only what differs is put in order.
  const found: (readonly [key: string, edits: Edits])[] = [];
  for (const key of Object.keys(before)) {
    const edits = diffMember({ pointer, key }, memberOf(before, key), memberOf(after, key));
    if (edits.length > 0) found.push([key, edits]);
  }
  for (const key of Object.keys(after)) {
    if (Object.hasOwn(before, key)) continue;
    found.push([key, diffMember({ pointer, key }, undefined, memberOf(after, key))]);
  }
  if (found.length === 0) return NONE;
  return found.sort(([left], [right]) => (left < right ? -1 : 1)).flatMap(([, edits]) => edits);
}

type Member = { readonly pointer: Pointer; readonly key: string };

function diffMember(member: Member, before: Json | undefined, after: Json | undefined): Edits {
  if (before === after) return NONE;
  const pointer = member.pointer + pointerOf(member.key);
  if (before === undefined) return after === undefined ? NONE : [{ pointer, kind: "add", after }];
  if (after === undefined) return [{ pointer, kind: "remove", before }];
  if (isJsonObject(before) && isJsonObject(after)) return diffJson(before, after, pointer);
  return isSame(before, after) ? NONE : [{ pointer, kind: "replace", before, after }];
}

/** Lists of plain names are nearly all that is left to compare. */
function isSame(before: Json, after: Json): boolean {
  if (typeof before !== "object" || typeof after !== "object") return false;
  const isAlike =
    Array.isArray(before) &&
    Array.isArray(after) &&
    before.length === after.length &&
    before.every((item, at) => item === after[at]);
  return isAlike || canonicalJson(before) === canonicalJson(after);
}

/** Own members only: a key such as `toString` must not find the prototype's. */
function memberOf(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
