import type { Breach, Place } from "../gate/finding.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import type { ChangeSet, Edit } from "../ir/change-set.ts";
import type { Mutation } from "../ir/mutation.ts";
import type { ProposedChange } from "../ir/proposed-change.ts";
import { positionOf } from "../ir/source-document.ts";
import type { SystemVersion } from "../ir/system.ts";
import { type Pointer, segmentsOf, topOf } from "../kernel/pointer.ts";

export type Rule = Breach["rule"];

/** `problem` tells the ways apart in which one code is earned; prose has a sentence for each. */
export type Facts = { readonly problem: string; readonly [name: string]: string };

/** Makes the breaches of one rule. */
export function breachesOf(rule: Rule): (code: ReasonCode, place: Place, facts: Facts) => Breach {
  return (code, place, facts) => ({ code, rule, place, facts });
}

/** Where an edit stands: in the head, or in the base for what the head no longer has. */
export function placeOfEdit(edit: Edit): Place {
  return { path: edit.path, line: edit.line, column: edit.column, pointer: edit.pointer };
}

/** Where a pointer is written, or the nearest thing around it; never a place without a line. */
export function placeOfPointer(version: SystemVersion, pointer: Pointer): Place {
  const position = positionOf(version.positions, pointer);
  return position === undefined
    ? { path: `${version.root}/system.yaml`, line: 1, pointer }
    : { ...position, pointer };
}

const NONE: readonly Edit[] = [];

/** Sorted once for all rules. */
const BY_MEMBER = new WeakMap<ChangeSet, ReadonlyMap<string, readonly Edit[]>>();

/** The edits at or below a top-level member, such as `extensions`. */
export function editsUnder(change: ProposedChange, member: string): readonly Edit[] {
  const { mutation } = change;
  return mutation === undefined ? NONE : (editsByMember(mutation.changes).get(member) ?? NONE);
}

/**
 * Whether anything below these top-level members differs. Rules that walk the whole graph ask first:
 * most changes leave it alone, and an equal graph leads to equal places.
 */
export function hasEditsUnder({ changes }: Mutation, members: readonly string[]): boolean {
  const edited = editsByMember(changes);
  return members.some((member) => edited.has(member));
}

/**
 * The names of what is edited below a part of a definition, such as the tools or the graph's edges:
 * what is not among them is the same on both sides.
 */
export function editedNames(mutation: Mutation, ...part: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { pointer } of editsByMember(mutation.changes).get(part[0] ?? "") ?? NONE) {
    const segments = segmentsOf(pointer);
    const name = segments[part.length];
    if (name !== undefined && part.every((one, at) => one === segments[at])) names.add(name);
  }
  return names;
}

/** The edits of one change set by the first name of their pointer. */
export function editsByMember(changes: ChangeSet): ReadonlyMap<string, readonly Edit[]> {
  const known = BY_MEMBER.get(changes);
  if (known !== undefined) return known;
  const sorted = new Map<string, Edit[]>();
  for (const edit of changes.edits) {
    const member = topOf(edit.pointer);
    const edits = sorted.get(member);
    if (edits === undefined) sorted.set(member, [edit]);
    else edits.push(edit);
  }
  BY_MEMBER.set(changes, sorted);
  return sorted;
}
