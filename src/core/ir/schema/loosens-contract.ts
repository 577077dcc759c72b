import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { segmentsOf } from "../../kernel/pointer.ts";
import type { JsonEdit } from "../diff-json.ts";
import { isAnnotation, isKnown } from "./keywords.ts";
import { mismatches } from "./mismatches.ts";
import { furtherMembers, memberOf } from "./member-of.ts";

/**
 * True unless the edit, made alone to the former input or output contract, lets no value through
 * that the former refused. `former` is the schema that `/contract/input` or `/contract/output` was.
 */
export function loosensContract(edit: JsonEdit, former: Json): boolean {
  return loosens(former, segmentsOf(edit.pointer).slice(2), edit);
}

/** Walks from keyword to keyword, because a member may well be called `enum` or `properties`. */
function loosens(schema: Json, segments: readonly string[], edit: JsonEdit): boolean {
  const [keyword, name] = segments;
  if (!isJsonObject(schema) || keyword === undefined) return true;
  if (isAnnotation(keyword)) return false;
  if (name === undefined) return loosensKeyword(schema, keyword, edit);
  if (keyword === "properties") return loosensBelow(schema, name, { segments, edit });
  const isWalked = keyword === "items" || keyword === "additionalProperties";
  return !isWalked || loosens(schema[keyword] ?? null, segments.slice(1), edit);
}

type Below = { readonly segments: readonly string[]; readonly edit: JsonEdit };

function loosensBelow(schema: JsonObject, name: string, { segments, edit }: Below): boolean {
  const below = segments.slice(2);
  if (below.length === 0) return loosensMember(schema, edit);
  return loosens(memberOf(schema, name) ?? null, below, edit);
}

/** A keyword that arrives only forbids, if it is one that we know. */
function loosensKeyword(schema: JsonObject, keyword: string, { after, before }: JsonEdit): boolean {
  if (before === undefined && after !== undefined) return !isKnown(keyword, after);
  const { [keyword]: _former, ...rest } = schema;
  const edited: JsonObject = after === undefined ? rest : { ...rest, [keyword]: after };
  return mismatches(edited, schema, "").length > 0;
}

/** What is not listed follows the rule for further members, before and after. */
function loosensMember(schema: JsonObject, { after, before }: JsonEdit): boolean {
  const further = furtherMembers(schema);
  const [young, old] = [after ?? further, before ?? further];
  if (young === false || old === undefined) return false;
  return old === false || mismatches(young ?? {}, old, "").length > 0;
}
