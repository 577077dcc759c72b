import { type Pointer, pointerOf } from "../kernel/pointer.ts";
import type { ChangeSet, Edit } from "./change-set.ts";
import type { SystemRules } from "./charter.ts";

type Protecting = Pick<SystemRules, "protected">;

/**
 * The edits that touch a protected module: `prompts/refusal` protects `/prompts/refusal`, all below
 * it, and its file, whose edits carry that pointer. Removing what holds the module touches it too.
 */
export function protectedTouched(changes: ChangeSet, rules: Protecting): readonly Edit[] {
  const pointers = rules.protected.map(moduleOf);
  return changes.edits.filter((edit) =>
    pointers.some(
      (pointer) =>
        edit.pointer === pointer ||
        edit.pointer.startsWith(`${pointer}/`) ||
        pointer.startsWith(`${edit.pointer}/`),
    ),
  );
}

/** True when every edit is at or below a protected module. Removing what holds one is more than that. */
export function isProtectedOnly({ edits }: ChangeSet, rules: Protecting): boolean {
  const pointers = rules.protected.map(moduleOf);
  return edits.every((edit) =>
    pointers.some((pointer) => edit.pointer === pointer || edit.pointer.startsWith(`${pointer}/`)),
  );
}

function moduleOf(module: string): Pointer {
  return pointerOf(...module.split("/").filter((segment) => segment !== ""));
}
