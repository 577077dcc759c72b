import type { Json } from "../../src/core/kernel/json.ts";

/** How to lay a document out; none of it may matter to a reader. */
export type Layout = {
  readonly flowBelow: number;
  readonly indent: number;
  readonly comment: string;
  readonly blankLines: boolean;
};

const PLAIN_LAYOUT: Layout = { flowBelow: 20, indent: 2, comment: "", blankLines: false };

/** Writes a mapping in the strict profile: plain keys, double-quoted text, no anchors. */
export function emitYaml(value: { readonly [key: string]: Json }, layout = PLAIN_LAYOUT): string {
  return `${members(value, 0, layout).join("\n")}\n`;
}

function members(
  value: { readonly [key: string]: Json },
  depth: number,
  layout: Layout,
): readonly string[] {
  const margin = " ".repeat(depth * layout.indent);
  const after = layout.comment === "" ? "" : ` # ${layout.comment}`;
  return Object.entries(value).flatMap(([key, member]) => {
    const blank = layout.blankLines && depth === 0 ? [""] : [];
    if (isMapping(member) && depth + 1 < layout.flowBelow && Object.keys(member).length > 0) {
      return [...blank, `${margin}${key}:${after}`, ...members(member, depth + 1, layout)];
    }
    return [...blank, `${margin}${key}: ${flow(member)}${after}`];
  });
}

function flow(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (isMapping(value)) {
    return `{${Object.entries(value)
      .map(([key, member]) => `${key}: ${flow(member)}`)
      .join(", ")}}`;
  }
  return JSON.stringify(value);
}

function isMapping(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
