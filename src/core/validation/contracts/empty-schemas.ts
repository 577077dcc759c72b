import type { Finding } from "../../gate/finding.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";
import { membersOf, requiredOf } from "./givers.ts";

type Empty = { readonly at: Pointer; readonly problem: string };

const RANGES = [
  ["minimum", "maximum"],
  ["minLength", "maxLength"],
  ["minItems", "maxItems"],
] as const;

/** Contracts that no value can satisfy, so that every call would be refused. */
export function emptySchemas(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("contracts", version);
  const { input, output } = version.system.contract;
  // Only what the output lists is ever given back, even where it is left open.
  const unlisted = requiredOf(output).filter((name) => !membersOf(output).has(name));
  return [
    ...within(input, "/contract/input"),
    ...within(output, "/contract/output"),
    ...[input, output].flatMap(notAnObject),
    ...unlisted.map(() => ({ at: "/contract/output/required", problem: "required-unlisted" })),
  ].map(({ at, problem }) => report("contract-mismatch", at, { problem }));
}

function notAnObject(schema: Json, index: number): readonly Empty[] {
  const at = pointerOf("contract", index === 0 ? "input" : "output");
  const type = isJsonObject(schema) ? schema["type"] : "none";
  return type === undefined || type === "object" ? [] : [{ at, problem: "not-an-object" }];
}

function within(schema: Json, at: Pointer): readonly Empty[] {
  if (!isJsonObject(schema)) return [];
  const members = [...membersOf(schema)].flatMap(([name, member]) =>
    within(member, at + pointerOf("properties", name)),
  );
  const items = schema["items"];
  return [
    ...ofRanges(schema, at),
    ...ofMembers(schema, at),
    ...members,
    ...(items === undefined ? [] : within(items, `${at}/items`)),
  ];
}

function ofRanges(schema: JsonObject, at: Pointer): readonly Empty[] {
  return RANGES.filter(([low, high]) => {
    const [least, most] = [schema[low], schema[high]];
    return typeof least === "number" && typeof most === "number" && least > most;
  }).map(([low]) => ({ at: at + pointerOf(low), problem: "range-empty" }));
}

function ofMembers(schema: JsonObject, at: Pointer): readonly Empty[] {
  const words = schema["enum"];
  const isShut = schema["additionalProperties"] === false;
  const listed = membersOf(schema);
  const missing = requiredOf(schema).some((name) => !listed.has(name));
  return [
    ...(Array.isArray(words) && words.length === 0
      ? [{ at: `${at}/enum`, problem: "enum-empty" }]
      : []),
    ...(isShut && missing ? [{ at: `${at}/required`, problem: "required-shut" }] : []),
  ];
}
