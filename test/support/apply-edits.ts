import type { ChangeSet } from "../../src/core/ir/change-set.ts";
import { isJsonObject, type Json, type JsonObject } from "../../src/core/kernel/json.ts";
import { segmentsOf } from "../../src/core/kernel/pointer.ts";

/** What a system would be after the edits of its definition; edits of files say nothing of it. */
export function applyEdits(system: Json, { edits }: ChangeSet, definition: string): Json {
  return edits
    .filter(({ path }) => path === definition)
    .reduce((edited, { pointer, after }) => withMember(edited, segmentsOf(pointer), after), system);
}

function withMember(root: Json, names: readonly string[], value: Json | undefined): Json {
  const [name, ...below] = names;
  if (name === undefined) return value ?? null;
  const object: JsonObject = isJsonObject(root) ? root : {};
  const { [name]: former, ...rest } = object;
  if (below.length === 0 && value === undefined) return rest;
  return { ...rest, [name]: withMember(former ?? {}, below, value) };
}
