import type { Finding } from "../../gate/finding.ts";
import { parseWhen } from "../../ir/parse-when.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { fieldsOf } from "../../ir/when-expression.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";

/** Conditions of edges that cannot be read, or that name a parameter which is not declared. */
export function brokenConditions(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("graph", version);
  const { graph, parameters } = version.system;
  return Object.entries(graph.edges).flatMap(([id, { when }]) => {
    if (when === undefined) return [];
    const at = pointerOf("graph", "edges", id, "when");
    const expression = parseWhen(when);
    if (!expression.ok) {
      return [report("reference-broken", at, { problem: "unreadable", kind: "when", name: when })];
    }
    return fieldsOf(expression.value)
      .filter(({ scope, name }) => scope === "parameters" && !Object.hasOwn(parameters, name))
      .map(({ name }) =>
        report("reference-broken", at, { problem: "unknown", kind: "parameter", name }),
      );
  });
}
