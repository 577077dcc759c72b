import type { Edit } from "../ir/change-set.ts";
import { canonicalJson } from "../kernel/canonical-json.ts";
import { isJsonObject, type Json, type JsonObject } from "../kernel/json.ts";
import { type Pointer, pointerOf, segmentsOf } from "../kernel/pointer.ts";

/** One leaf that the head has and the base has not, with the names on the way to it. */
export type AddedMember = {
  readonly names: readonly string[];
  readonly pointer: string;
  readonly value: Json;
};

/** Several rules ask the same edits. */
const ADDED = new WeakMap<Edit, readonly AddedMember[]>();

/** The leaves that an edit adds or changes, however large a part of the document the edit spans. */
export function addedMembers(edit: Edit): readonly AddedMember[] {
  if (edit.after === undefined) return [];
  const known = ADDED.get(edit);
  if (known !== undefined) return known;
  const { pointer, before, after } = edit;
  const added = leavesOf({ pointer, names: segmentsOf(pointer) }, before, after);
  ADDED.set(edit, added);
  return added;
}

type Way = Pick<AddedMember, "names"> & { readonly pointer: Pointer };

function leavesOf(way: Way, before: Json | undefined, after: Json): readonly AddedMember[] {
  if (before === after) return [];
  const { pointer, names } = way;
  const members = membersOf(after);
  if (members.length === 0) {
    return isEmptyAlike(before, after) ? [] : [{ names, pointer, value: after }];
  }
  const former: JsonObject = Object.fromEntries(membersOf(before));
  return members.flatMap(([name, value]) =>
    leavesOf({ pointer: pointer + pointerOf(name), names: [...names, name] }, former[name], value),
  );
}

/** Two empty lists or objects: other leaves are the same only where they are equal. */
function isEmptyAlike(before: Json | undefined, after: Json): boolean {
  if (typeof before !== "object" || typeof after !== "object") return false;
  return canonicalJson(before) === canonicalJson(after);
}

function membersOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  if (Array.isArray(value)) return value.map((item: Json, index) => [String(index), item]);
  return isJsonObject(value) ? Object.entries(value) : [];
}
