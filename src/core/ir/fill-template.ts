import { canonicalJson } from "../kernel/canonical-json.ts";
import type { Json } from "../kernel/json.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";

/** A template that doubles its own output would fill any memory within a few loops. */
const MAX_CHARACTERS = 262_144;

const PLACEHOLDER = /\{\{\s*([A-Za-z][A-Za-z0-9_]{0,62})\s*\}\}/g;

export type TemplateRefusal = {
  readonly why: "stuck" | "over-limit";
  readonly detail: string;
};

/**
 * Puts values in the place of `{{name}}`, once: what a value says is never read as a placeholder.
 * A name without a value refuses the whole.
 */
export function fillTemplate(
  template: string,
  state: ReadonlyMap<string, Json>,
): Result<string, TemplateRefusal> {
  const names = [...template.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
  const missing = names.find((name) => !state.has(name));
  if (missing !== undefined) {
    return refused({ why: "stuck", detail: `no value for {{${missing}}}` });
  }
  const texts = new Map(names.map((name) => [name, textOf(state.get(name) ?? null)]));
  const length = names.reduce((sum, name) => sum + (texts.get(name)?.length ?? 0), template.length);
  if (length > MAX_CHARACTERS) return refused({ why: "over-limit", detail: "template output" });
  return accepted(
    template.replaceAll(PLACEHOLDER, (_whole, name: string) => texts.get(name) ?? ""),
  );
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : canonicalJson(value);
}
