import type { Edit } from "../ir/change-set.ts";
import type { MutationClass } from "../ir/mutation.ts";
import type { Json } from "../kernel/json.ts";
import { visible } from "./escape.ts";
import type { Paint } from "./offline-check.ts";
import { renderWordDiff } from "./word-diff.ts";

type Told = {
  readonly system: string;
  readonly edits: readonly Edit[];
  readonly mutationClass?: MutationClass;
  readonly isGoverned: boolean;
};

/** The difference of two versions for a terminal: where, what tier, and what became of it. */
export function renderSystemDiff(told: Told, paint: Paint): string {
  const { system, edits, mutationClass, isGoverned } = told;
  if (mutationClass === undefined) {
    return `${paint("strong", system)}: the two versions are the same.`;
  }
  const count = edits.length === 1 ? "1 edit" : `${edits.length} edits`;
  return [
    `${paint("strong", system)}: ${count}, ${mutationClass}`,
    ...edits.map((edit) => renderEdit(edit, paint)),
    ...(isGoverned ? [] : ["No charter gives tiers there, so everything is T3."]),
  ].join("\n");
}

function renderEdit(edit: Edit, paint: Paint): string {
  const { pointer, path, line, tier, widening } = edit;
  const where = paint("quiet", visible(`${path}:${line}`));
  const marks = widening ? `${tier}, ${paint("bad", "widens")}` : tier;
  return `  ${paint("strong", visible(pointer))} (${marks}) ${where}\n    ${renderMove(edit, paint)}`;
}

function renderMove({ kind, before, after }: Edit, paint: Paint): string {
  if (typeof before === "string" && typeof after === "string") {
    return renderWordDiff(before, after, paint);
  }
  switch (kind) {
    case "replace":
      return `${renderValue(before)} → ${renderValue(after)}`;
    case "add":
      return paint("good", `added ${renderValue(after)}`);
    case "remove":
      return paint("bad", `removed ${renderValue(before)}`);
  }
}

/** Characters of a value that are shown; a terminal is not a file view. */
const LONGEST = 300;

function renderValue(value: Json | undefined): string {
  const text = typeof value === "string" ? value : JSON.stringify(value ?? null);
  return visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}
