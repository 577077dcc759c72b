import type { Breach } from "../../gate/finding.ts";
import { reachableNodes } from "../../ir/capabilities.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { protectedTouched } from "../../ir/protected-touched.ts";
import type { System } from "../../ir/system.ts";
import { breachesOf, placeOfEdit, placeOfPointer } from "../breach.ts";

const breach = breachesOf("C1");

/** Modules that the charter protects: edited, changed through their files, or left out of the graph. */
export function protectedModules(change: ProposedChange): readonly Breach[] {
  const { mutation, pullRequestClass } = change;
  // An amendment may change what is protected: it waits for the people whom the charter names.
  if (mutation === undefined || pullRequestClass.kind !== "mutation") return [];
  const rules = change.charter.systems[mutation.system];
  if (rules === undefined) return [];
  const edited = protectedTouched(mutation.changes, rules).map((edit) =>
    breach("protected-module-touched", placeOfEdit(edit), {
      problem: "edited",
      module: edit.pointer,
    }),
  );
  const paths = new Set(edited.map(({ place }) => place?.path));
  const others = rules.protected.flatMap((module) => [
    ...rewritten(change, mutation, module),
    ...unplugged(mutation, module),
  ]);
  return [...edited, ...others.filter(({ place }) => !paths.has(place?.path))];
}

/** The file of a protected module may also be owned by a module that nobody protects. */
function rewritten(change: ProposedChange, mutation: Mutation, module: string): readonly Breach[] {
  const { before, after } = mutation;
  const files = [fileOf(before.system, module), fileOf(after.system, module), module];
  const paths = new Set(files.map((file) => `${before.root}/${file}`));
  return change.treeChanges
    .filter(({ path }) => paths.has(path))
    .map(({ path }) =>
      breach("protected-module-touched", { path, line: 1 }, { problem: "rewritten", module, path }),
    );
}

function fileOf(system: System, module: string): string | undefined {
  const [kind, id = ""] = module.split("/");
  if (kind === "prompts") return system.prompts[id]?.file;
  return kind === "tools" ? system.tools[id]?.file : undefined;
}

/** What used to be on some way through the graph and is on none any more protects nobody. */
function unplugged({ before, after }: Mutation, module: string): readonly Breach[] {
  if (!isUsed(before.system, module) || isUsed(after.system, module)) return [];
  return [
    breach("governance-reached", placeOfPointer(after, "/graph"), { problem: "unplugged", module }),
  ];
}

function isUsed(system: System, module: string): boolean {
  const [kind, id] = module.split("/");
  const { nodes } = system.graph;
  return [...reachableNodes(system)].some((name) => {
    if (kind === "graph") return false;
    return (kind === "prompts" ? nodes[name]?.prompt : nodes[name]?.tool) === id;
  });
}
