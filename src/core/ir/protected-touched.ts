import { type Pointer, pointerOf } from "../kernel/pointer.ts";
import type { ChangeSet, Edit } from "./change-set.ts";
import type { SystemRules } from "./charter.ts";
import { isWithin } from "./fold-path.ts";

type Protecting = Pick<SystemRules, "protected">;

/**
 * The edits that touch a protected module: `prompts/refusal` protects `/prompts/refusal`, all below
 * it, and its file, whose edits carry that pointer. Removing what holds the module touches it too.
 */
export function protectedTouched(changes: ChangeSet, rules: Protecting): readonly Edit[] {
  const pointers = protectedModules(rules);
  return changes.edits.filter((edit) =>
    pointers.some((pointer) => isWithin(pointer, edit.pointer) || isWithin(edit.pointer, pointer)),
  );
}

/** True when every edit is at or below a protected module. Removing what holds one is more than that. */
export function isProtectedOnly({ edits }: ChangeSet, rules: Protecting): boolean {
  const pointers = protectedModules(rules);
  return edits.every((edit) => pointers.some((pointer) => isWithin(pointer, edit.pointer)));
}

/** A charter's list is read once, however many changes are held against it. */
const POINTERS = new WeakMap<Protecting, readonly Pointer[]>();

function protectedModules(rules: Protecting): readonly Pointer[] {
  const known = POINTERS.get(rules) ?? rules.protected.map(moduleOf);
  POINTERS.set(rules, known);
  return known;
}

function moduleOf(module: string): Pointer {
  return pointerOf(...module.split("/").filter((segment) => segment !== ""));
}
