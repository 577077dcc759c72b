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

/** The differences between two objects, by key, deepest pointer first met. */
export function diffJson(
  before: JsonObject,
  after: JsonObject,
  pointer: Pointer = "",
): readonly JsonEdit[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => {
    const child = pointer + pointerOf(key);
    return diffMember(child, memberOf(before, key), memberOf(after, key));
  });
}

function diffMember(
  pointer: Pointer,
  before: Json | undefined,
  after: Json | undefined,
): readonly JsonEdit[] {
  if (before === undefined) {
    return after === undefined ? [] : [{ pointer, kind: "add", after }];
  }
  if (after === undefined) return [{ pointer, kind: "remove", before }];
  if (isJsonObject(before) && isJsonObject(after)) return diffJson(before, after, pointer);
  const isSame = before === after || canonicalJson(before) === canonicalJson(after);
  return isSame ? [] : [{ pointer, kind: "replace", before, after }];
}

/** Own members only: a key such as `toString` must not find the prototype's. */
function memberOf(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
