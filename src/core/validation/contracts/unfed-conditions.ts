import type { Finding } from "../../gate/finding.ts";
import { givenFields } from "../../ir/given-fields.ts";
import { parseWhen } from "../../ir/parse-when.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { fieldsOf } from "../../ir/when-expression.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";
import { giversOf } from "./givers.ts";

/** Conditions about a field that the node before, or the whole system, never gives: never open. */
export function unfedConditions(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("contracts", version);
  const isGiven = givenFields(version);
  const gives = giversOf(version);
  const { nodes, edges } = version.system.graph;
  return Object.entries(edges).flatMap(([edge, { from, when }]) => {
    const parsed = when === undefined ? undefined : parseWhen(when);
    if (parsed?.ok !== true) return [];
    const kind = nodes[from]?.kind ?? "";
    // A router and an absent model pass on what came before them, so nothing is certain there.
    const isSure = kind === "tool" || kind === "template";
    return fieldsOf(parsed.value)
      .filter(({ scope, name }) =>
        scope === "out" ? isSure && !gives(from, name) : scope === "state" && !isGiven(name),
      )
      .map(({ name }) =>
        report("contract-mismatch", pointerOf("graph", "edges", edge, "when"), {
          problem: "condition-unfed",
          edge,
          field: name,
        }),
      );
  });
}
