import type { Breach } from "../../gate/finding.ts";
import type { Edit } from "../../ir/change-set.ts";
import type { Mutation } from "../../ir/mutation.ts";
import { segmentsOf } from "../../kernel/pointer.ts";
import { breachesOf, placeOfEdit } from "../breach.ts";

const breach = breachesOf("C1");

/**
 * What a protected module stands on: the capabilities and secrets it is given, the bytes it is
 * pinned to. To take these away or exchange them changes the module without touching it.
 */
export function starvedModules(mutation: Mutation, modules: readonly string[]): readonly Breach[] {
  const suspects = mutation.changes.edits.filter(({ pointer }) =>
    /^\/(?:capabilities|secrets|artifacts)\//.test(pointer),
  );
  if (suspects.length === 0) return [];
  return modules.flatMap((module) =>
    suspects
      .filter((edit) => isGround(mutation, module, edit))
      .map((edit) =>
        breach("governance-reached", placeOfEdit(edit), {
          problem: "starved",
          module,
          pointer: edit.pointer,
        }),
      ),
  );
}

function isGround({ before, after }: Mutation, module: string, edit: Edit): boolean {
  const [kind, id = ""] = module.split("/");
  const [member, name = ""] = segmentsOf(edit.pointer);
  const { system } = before;
  if (member === "artifacts") return kind === "tools" && system.tools[id]?.artifact === name;
  if (member === "secrets") return kind === "models" && system.models[id]?.auth?.secret === name;
  const former = system.capabilities[name];
  if (kind !== "tools" || former === undefined || !former.grant.includes(id)) return false;
  const now = after.system.capabilities[name];
  if (now === undefined || !now.grant.includes(id)) return true;
  const isWeaker = former.access === "write" && now.access === "read";
  return isWeaker || former.kind !== now.kind || former.target !== now.target;
}
