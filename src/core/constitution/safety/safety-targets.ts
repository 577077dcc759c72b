import type { Breach } from "../../gate/finding.ts";
import type { Edit } from "../../ir/change-set.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { topOf } from "../../kernel/pointer.ts";
import { addedMembers } from "../added-members.ts";
import { breachesOf, placeOfEdit } from "../breach.ts";
import { visibleChanges } from "../visible-changes.ts";
import { serviceNamed, switchNamed } from "./service-names.ts";
import { leftoverEdits } from "./leftover-edits.ts";

const breach = breachesOf("C2");

/** Parts of a system whose new names and targets could reach or stand in for a safety service. */
const REACHING: ReadonlySet<string> = new Set([
  "capabilities",
  "artifacts",
  "secrets",
  "extensions",
]);

/** Parts where an honest name may speak of evaluation, but not of doing without it. */
const SWITCHING: ReadonlySet<string> = new Set([
  "parameters",
  "models",
  "tools",
  "graph",
  "memory",
]);

/** New reach towards evaluation, judge, archivist or sandbox, or settings that pretend to be theirs. */
export function safetyTargets(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  const leftovers = mutation === undefined ? [] : leftoverEdits(mutation);
  return [...visibleChanges(change).map(({ edits }) => edits), leftovers].flatMap((edits) =>
    edits.flatMap(namedBy),
  );
}

const NONE: readonly Breach[] = [];

function namedBy(edit: Edit): readonly Breach[] {
  const member = topOf(edit.pointer);
  if (REACHING.has(member)) return naming(edit, { problem: "target", find: serviceNamed });
  if (SWITCHING.has(member)) return naming(edit, { problem: "switched-off", find: switchNamed });
  return NONE;
}

type Search = {
  readonly problem: "target" | "switched-off";
  readonly find: (text: string) => string | undefined;
};

function naming(edit: Edit, { problem, find }: Search): readonly Breach[] {
  // The members of one module share the names on the way to them.
  const cleared = new Set<string>();
  return addedMembers(edit).flatMap(({ names, pointer, value }) => {
    const texts = typeof value === "string" && problem === "target" ? [...names, value] : names;
    const found = firstFound(texts, find, cleared);
    if (found === undefined) return [];
    const place = { ...placeOfEdit(edit), pointer };
    const facts = problem === "target" ? { service: found } : { words: found };
    return [breach("safety-service-weakened", place, { problem, pointer, ...facts })];
  });
}

function firstFound(
  texts: readonly string[],
  find: Search["find"],
  cleared: Set<string>,
): string | undefined {
  for (const text of texts) {
    const found = cleared.has(text) ? undefined : find(text);
    if (found !== undefined) return found;
    cleared.add(text);
  }
  return undefined;
}
