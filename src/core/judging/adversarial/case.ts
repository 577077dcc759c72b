import type { Json, JsonObject } from "../../kernel/json.ts";
import { type Marks, quote } from "../../kernel/quote.ts";

/** As much of an edit as a judge may see: no path and no line, which name branches and people. */
export type JudgedEdit = {
  readonly pointer: string;
  readonly kind: "add" | "remove" | "replace";
  readonly tier: string;
  readonly widening: boolean;
  readonly before?: Json;
  readonly after?: Json;
};

/** A figure that everybody may read, because it comes from a public suite. */
type JudgedFigure = {
  readonly dimension: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly units: number;
};

/** What is put before the judge: the semantic difference, and numbers. No member is free text. */
export type JudgedChange = {
  readonly edits: readonly JudgedEdit[];
  readonly figures: readonly JudgedFigure[];
};

/** One case as the judge reads it. Whatever a proposer could write stands between the marks. */
export function caseJson(name: string, { edits, figures }: JudgedChange, marks: Marks): JsonObject {
  return {
    case: name,
    edits: edits.map((edit) => editJson(edit, marks)),
    figures: figures.map(({ dimension, estimate, lower, upper, units }) => ({
      dimension,
      estimate,
      lower,
      upper,
      units,
    })),
  };
}

function editJson(edit: JudgedEdit, marks: Marks): JsonObject {
  return {
    place: quote(edit.pointer, marks),
    kind: edit.kind,
    tier: edit.tier,
    widening: edit.widening,
    ...(edit.before === undefined ? {} : { before: quote(edit.before, marks) }),
    ...(edit.after === undefined ? {} : { after: quote(edit.after, marks) }),
  };
}
