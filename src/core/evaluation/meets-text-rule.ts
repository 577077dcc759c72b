import type { TextRule } from "../ir/text-rule.ts";
import { canonicalJson } from "../kernel/canonical-json.ts";
import type { Json, JsonObject } from "../kernel/json.ts";

/** A member that is not there meets no rule, a negated one neither: saying nothing is no answer. */
export function meetsTextRule(rule: TextRule, output: JsonObject): boolean {
  const member = Object.hasOwn(output, rule.member) ? output[rule.member] : undefined;
  if (member === undefined) return false;
  return holds(rule, textOf(member)) !== (rule.negated === true);
}

/** An answer that meets the rule, as an agent without skill would have learnt it by heart. */
export function answerTo({ test, values }: TextRule): string {
  if (test === "json") return "{}";
  return test === "contains-all" ? values.join("\n") : (values[0] ?? "");
}

function holds({ test, values, ignore_case: ignoresCase }: TextRule, said: string): boolean {
  const folded = (text: string): string => (ignoresCase === true ? text.toLowerCase() : text);
  const text = folded(said);
  const wanted = values.map(folded);
  switch (test) {
    case "one-of":
      return wanted.includes(text);
    case "contains-all":
      return wanted.every((piece) => text.includes(piece));
    case "contains-any":
      return wanted.some((piece) => text.includes(piece));
    case "starts-with":
      return wanted.some((piece) => text.startsWith(piece));
    case "json":
      return isJsonText(said);
  }
}

function textOf(member: Json): string {
  return typeof member === "string" ? member : canonicalJson(member);
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
