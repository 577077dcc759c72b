import type { Breach } from "../../gate/finding.ts";
import { reachableNodes } from "../../ir/capabilities.ts";
import type { SystemRules } from "../../ir/charter.ts";
import { firstChangedLine } from "../../ir/first-changed-line.ts";
import type { Mutation } from "../../ir/mutation.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import { protectedTouched } from "../../ir/protected-touched.ts";
import type { TreeChange } from "../../ir/snapshot.ts";
import type { System } from "../../ir/system.ts";
import { visibleChanges } from "../visible-changes.ts";
import { lostProtection, usersOf } from "./lost-protection.ts";
import { starvedModules } from "./starved-modules.ts";
import { breachesOf, hasEditsUnder, placeOfEdit, placeOfPointer } from "../breach.ts";

const breach = breachesOf("C1");

/** Modules that the charter protects: edited, changed through their files, or left out of the graph. */
export function protectedModules(change: ProposedChange): readonly Breach[] {
  const { mutation, pullRequestClass } = change;
  // An amendment may change what is protected: it waits for the people whom the charter names.
  if (pullRequestClass.kind !== "mutation") return [];
  const rules = change.charter.systems[pullRequestClass.system];
  if (rules === undefined) return [];
  if (mutation === undefined) return [...rewrittenUnread(change, rules), ...stated(change)];
  const edited = protectedTouched(mutation.changes, rules).map((edit) =>
    breach("protected-module-touched", placeOfEdit(edit), {
      problem: "edited",
      module: edit.pointer,
    }),
  );
  return [
    ...edited,
    ...rewritten(change, ({ path }) => isProtectedFile(path, rules)),
    ...unplugged(mutation, rules.protected),
    ...starvedModules(mutation, rules.protected),
    ...lostProtection(change, mutation, rules.protected),
  ];
}

/** What a definition says of protected modules, though something else in the head is unreadable. */
function stated(change: ProposedChange): readonly Breach[] {
  return visibleChanges(change).flatMap(({ edits, rules }) => {
    const isProtected = (pointer: string): boolean =>
      rules.protected.some((one) => pointer === `/${one}` || pointer.startsWith(`/${one}/`));
    return edits
      .filter(({ pointer }) => isProtected(pointer))
      .map((edit) => {
        const facts = { problem: "edited", module: edit.pointer };
        return breach("protected-module-touched", placeOfEdit(edit), facts);
      });
  });
}

/** By where a protected module's file stands by its name, for a head that nobody can read. */
function rewrittenUnread(change: ProposedChange, rules: SystemRules): readonly Breach[] {
  const names = new Set(
    rules.protected.flatMap((module) =>
      ["", ".md", ".js"].map((end) => `${rules.path}/${module}${end}`),
    ),
  );
  return rewritten(change, ({ path }) => names.has(path));
}

function isProtectedFile(path: string, { path: root, protected: modules }: SystemRules): boolean {
  return path.startsWith(root) && modules.some((module) => path === `${root}/${module}`);
}

/** A charter may also name a file; the semantic diff knows modules only. */
function rewritten(
  change: ProposedChange,
  isProtected: (changed: TreeChange) => boolean,
): readonly Breach[] {
  return change.treeChanges.filter(isProtected).map(({ path }) => {
    const place = { path, line: firstChangedLine(change, path) };
    return breach("protected-module-touched", place, { problem: "rewritten", path });
  });
}

/** What used to be on some way through the graph and is on none any more protects nobody. */
function unplugged(mutation: Mutation, modules: readonly string[]): readonly Breach[] {
  if (modules.length === 0 || !hasEditsUnder(mutation, ["graph"])) return [];
  const { before, after } = mutation;
  return modules
    .filter((module) => !isInUse(after.system, module) && isInUse(before.system, module))
    .map((module) =>
      breach("governance-reached", placeOfPointer(after, "/graph"), {
        problem: "unplugged",
        module,
      }),
    );
}

function isInUse(system: System, module: string): boolean {
  const isUser = usersOf(module);
  for (const id of reachableNodes(system)) {
    const node = system.graph.nodes[id];
    if (node !== undefined && isUser(node)) return true;
  }
  return false;
}
