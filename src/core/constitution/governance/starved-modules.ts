import type { Breach } from "../../gate/finding.ts";
import type { Edit } from "../../ir/change-set.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { System } from "../../ir/system.ts";
import { segmentsOf } from "../../kernel/pointer.ts";
import { breachesOf, editsByMember, placeOfEdit } from "../breach.ts";

const breach = breachesOf("C1");

const GROUNDS = ["artifacts", "capabilities", "secrets"] as const;

/**
 * What a protected module stands on: the capabilities and secrets it is given, the bytes it is
 * pinned to. To take these away or exchange them changes the module without touching it.
 */
export function starvedModules(mutation: Mutation, modules: readonly string[]): readonly Breach[] {
  const edited = editsByMember(mutation.changes);
  const suspects = GROUNDS.flatMap((member) => edited.get(member) ?? []);
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

function isGround(mutation: Mutation, module: string, edit: Edit): boolean {
  const [kind, id = ""] = module.split("/");
  const [member, name = ""] = segmentsOf(edit.pointer);
  const { tools, models } = mutation.before.system;
  if (kind !== "tools") return member === "secrets" && models[id]?.auth?.secret === name;
  if (member === "artifacts") return tools[id]?.artifact === name;
  return isGrantLost(mutation, id, name);
}

function isGrantLost({ before, after }: Mutation, tool: string, capability: string): boolean {
  const former = before.system.capabilities[capability];
  const isGranted = former?.grant.includes(tool) ?? false;
  return isGranted && isLess(tool, former, after.system.capabilities[capability]);
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
