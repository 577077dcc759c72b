import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import type { TextRule } from "../text-rule.ts";
import type { Omission } from "./foreign-suite.ts";

/** What one assertion asks of the answer's text: to be this, or to meet a rule. */
export type AssertedText = { readonly equal: string } | { readonly rule: Omit<TextRule, "member"> };

type Meaning = {
  readonly test: TextRule["test"];
  readonly takes: "text" | "texts" | "nothing";
  readonly ignoresCase?: true;
};

/** Assertions that say exactly what a rule of ours says. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["equals", { test: "one-of", takes: "text" }],
  ["contains", { test: "contains-all", takes: "text" }],
  ["icontains", { test: "contains-all", takes: "text", ignoresCase: true }],
  ["contains-all", { test: "contains-all", takes: "texts" }],
  ["icontains-all", { test: "contains-all", takes: "texts", ignoresCase: true }],
  ["contains-any", { test: "contains-any", takes: "texts" }],
  ["icontains-any", { test: "contains-any", takes: "texts", ignoresCase: true }],
  ["starts-with", { test: "starts-with", takes: "text" }],
  ["is-json", { test: "json", takes: "nothing" }],
]);

const CODE = /^(?:javascript|python|ruby|webhook)$/;
const GRADED =
  /^(?:llm-rubric|agent-rubric|search-rubric|model-graded-.*|factuality|g-eval|similar.*|classifier|moderation|select-best|max-score|pi|answer-relevance|context-.*|conversation-relevance)$/;

const TEMPLATE = /\{\{|\{%|\{#/;

/** Labels, and a weight: with no threshold beside it every assertion has to hold, whatever it weighs. */
const HARMLESS: readonly string[] = ["type", "value", "metric", "weight"];

/** What an assertion asks, where a rule can ask the same; it is run in no other way. */
export function readAssertion(assertion: Json): Result<AssertedText, Omission> {
  if (!isJsonObject(assertion) || typeof assertion["type"] !== "string") {
    return refused({ why: "malformed", detail: "assert" });
  }
  const { type, value } = assertion;
  const isNegated = type.startsWith("not-");
  const base = isNegated ? type.slice("not-".length) : type;
  const meaning = MEANINGS.get(base);
  if (meaning === undefined) return refused({ why: whyNot(base), detail: type });
  const other = optionOf(assertion);
  if (other !== undefined) return refused({ why: "option-not-taken", detail: other });
  const values = valuesOf(value, meaning);
  if (!values.ok) return refused({ ...values.refusal, detail: type });
  if (type === "equals" && typeof value === "string") return accepted({ equal: value });
  return accepted({ rule: ruleOf(meaning, values.value, isNegated) });
}

/** What weighs nothing is told and not asserted. */
function optionOf(assertion: JsonObject): string | undefined {
  const other = Object.keys(assertion).find((key) => !HARMLESS.includes(key));
  return other ?? (assertion["weight"] === 0 ? "weight" : undefined);
}

function ruleOf(
  { test, ignoresCase }: Meaning,
  values: readonly string[],
  isNegated: boolean,
): Omit<TextRule, "member"> {
  return {
    test,
    values,
    ...(ignoresCase === true ? { ignore_case: true } : {}),
    ...(isNegated ? { negated: true } : {}),
  };
}

function whyNot(base: string): Omission["why"] {
  if (CODE.test(base)) return "code-not-run";
  if (GRADED.test(base)) return "model-graded";
  return base === "regex" ? "pattern-not-run" : "assertion-not-taken";
}

function valuesOf(
  value: Json | undefined,
  { takes, test }: Meaning,
): Result<readonly string[], Omission> {
  if (takes === "nothing") {
    return value === undefined ? accepted([]) : refused({ why: "schema-not-taken" });
  }
  const texts = takes === "text" ? textOf(value) : textsOf(value);
  if (texts === undefined) return refused({ why: "value-unusable" });
  const omission = texts.map(omissionOfText).find((one) => one !== undefined);
  if (omission !== undefined) return refused(omission);
  const isEmpty = texts.length === 0 || (test !== "one-of" && texts.includes(""));
  return isEmpty ? refused({ why: "value-unusable" }) : accepted(texts);
}

/** What a text of a test stands for that only promptfoo can look up. */
export function omissionOfText(text: string): Omission | undefined {
  if (text.startsWith("file://")) return { why: "file-not-read" };
  return TEMPLATE.test(text) ? { why: "template-not-filled" } : undefined;
}

/** Objects are compared with parsed text there, and there is nothing of the kind here. */
function textOf(value: Json | undefined): readonly string[] | undefined {
  if (typeof value === "string") return [value];
  return typeof value === "number" || typeof value === "boolean" ? [String(value)] : undefined;
}

/** A list, or text with commas. Quotes within have rules of their own and are not guessed at. */
function textsOf(value: Json | undefined): readonly string[] | undefined {
  if (typeof value === "string") {
    if (value.includes('"')) return undefined;
    return value
      .split(",")
      .map((piece) => piece.trim())
      .filter((piece) => piece !== "");
  }
  if (!Array.isArray(value)) return undefined;
  const texts = value.map((one) => textOf(one)?.[0]);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
