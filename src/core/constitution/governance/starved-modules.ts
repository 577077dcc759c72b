import type { Breach } from "../../gate/finding.ts";
import type { Edit } from "../../ir/change-set.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { System } from "../../ir/system.ts";
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
  const { tools, models, capabilities } = before.system;
  const ground = kind === "tools" ? tools[id]?.artifact : models[id]?.auth?.secret;
  if (member === (kind === "tools" ? "artifacts" : "secrets")) return ground === name;
  const granted = kind === "tools" ? (capabilities[name]?.grant ?? []) : [];
  return granted.includes(id) && isLess(id, capabilities[name], after.system.capabilities[name]);
}

type Capability = System["capabilities"][string];

function isLess(
  tool: string,
  former: Capability | undefined,
  now: Capability | undefined,
): boolean {
  if (former === undefined || now === undefined || !now.grant.includes(tool)) return true;
  const isWeaker = former.access === "write" && now.access === "read";
  return isWeaker || former.kind !== now.kind || former.target !== now.target;
}
