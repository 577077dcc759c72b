import type { Json } from "../kernel/json.ts";
import { segmentsOf } from "../kernel/pointer.ts";
import type { JsonEdit } from "./diff-json.ts";

type Rule = (edit: JsonEdit) => boolean;

const raised: Rule = ({ kind, before, after }) =>
  kind === "remove" || (kind === "replace" && !(Number(after) <= Number(before)));
const lowered: Rule = ({ kind, before, after }) =>
  kind === "remove" || (kind === "replace" && !(Number(after) >= Number(before)));

/** Per keyword: does this edit let values through that were refused before? */
const KEYWORDS: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["maxLength", raised],
  ["maximum", raised],
  ["minimum", lowered],
  ["required", ({ before, after }) => listOf(before).some((name) => !listOf(after).includes(name))],
  ["additionalProperties", ({ after }) => after !== false],
  ["enum", ({ kind, before, after }) => kind !== "add" && gains(before, after)],
]);

/**
 * True unless the edit of an input or output contract clearly narrows it. A property that arrives
 * is a new way in or out; one that leaves is none, because contracts are closed. Every keyword
 * without a rule of its own counts as loosening.
 */
export function loosensContract(edit: JsonEdit): boolean {
  const segments = segmentsOf(edit.pointer);
  const last = segments.at(-1) ?? "";
  if (segments.at(-2) === "properties") return edit.kind !== "remove";
  return KEYWORDS.get(last)?.(edit) ?? true;
}

function gains(before: Json | undefined, after: Json | undefined): boolean {
  if (!Array.isArray(after)) return true;
  return listOf(after).some((value) => !listOf(before).includes(value));
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
