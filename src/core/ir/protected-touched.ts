import { pointerOf } from "../kernel/pointer.ts";
import type { ChangeSet, Edit } from "./change-set.ts";
import type { SystemRules } from "./charter.ts";

/**
 * The edits that touch a protected module: `prompts/refusal` protects `/prompts/refusal`, all below
 * it, and its file, whose edits carry that pointer. Removing what holds the module touches it too.
 */
export function protectedTouched(changes: ChangeSet, rules: SystemRules): readonly Edit[] {
  const pointers = rules.protected.map((module) => {
    const segments = module.split("/").filter((segment) => segment !== "");
    return pointerOf(...segments);
  });
  return changes.edits.filter((edit) =>
    pointers.some(
      (pointer) =>
        edit.pointer === pointer ||
        edit.pointer.startsWith(`${pointer}/`) ||
        pointer.startsWith(`${edit.pointer}/`),
    ),
  );
}
