import type { ChangeSet, Edit } from "./change-set.ts";
import { MUTATION_CLASSES, type MutationClass } from "./mutation.ts";

/** By shape of pointer, first match; the contract is in no row, because the rest counts as it. */
const CLASSES: readonly (readonly [RegExp, MutationClass])[] = [
  [/^\/(?:capabilities|secrets)(?:\/|$)/, "capability_change"],
  [/^\/tools\/[^/]+\/(?:effect|needs)$/, "capability_change"],
  [
    /^\/graph\/(?:entry|nodes\/[^/]+|edges\/[^/]+|edges\/[^/]+\/(?:from|to))$/,
    "architecture_change",
  ],
  [/^\/extensions(?:\/|$)/, "architecture_change"],
  [/^\/memory(?:\/|$)/, "memory_change"],
  [/^\/models\/[^/]+\/params(?:\/|$)/, "parameter_update"],
  [/^\/(?:graph|models|policies|resources)(?:\/|$)/, "strategy_change"],
  [/^\/(?:tools|artifacts)(?:\/|$)/, "tool_change"],
  [/^\/prompts(?:\/|$)/, "prompt_update"],
  [/^\/(?:parameters|metadata)(?:\/|$)/, "parameter_update"],
];

/** The class of a whole change: that of its gravest edit, in the order of `MUTATION_CLASSES`. */
export function mutationClassOf({ edits }: ChangeSet): MutationClass {
  const gravest = Math.max(0, ...edits.map((edit) => MUTATION_CLASSES.indexOf(classOf(edit))));
  return MUTATION_CLASSES[gravest] ?? "contract_change";
}

/** What no row knows is taken for the gravest. */
function classOf({ pointer }: Edit): MutationClass {
  return CLASSES.find(([pattern]) => pattern.test(pointer))?.[1] ?? "contract_change";
}
