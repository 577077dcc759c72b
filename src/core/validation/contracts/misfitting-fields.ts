import type { Finding } from "../../gate/finding.ts";
import { reachableNodes } from "../../ir/capabilities.ts";
import { mismatches } from "../../ir/schema/mismatches.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";
import { type Gives, giversOf, membersOf } from "./givers.ts";

/** Promised fields whose only source gives another kind of value than the contract promises. */
export function misfittingFields(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("contracts", version);
  const inputs = membersOf(version.system.contract.input);
  const gives = giversOf(version);
  return [...membersOf(version.system.contract.output)].flatMap(([field, promised]) => {
    const sources = sourcesOf(version, field, gives);
    const at = pointerOf("contract", "output", "properties", field);
    if (sources.length === 0) {
      return mismatches(inputs.get(field) ?? promised, promised, at).map(({ pointer, keyword }) =>
        report("contract-mismatch", pointer, { problem: "passed-through", field, keyword }),
      );
    }
    const isText = sources.every((node) => version.system.graph.nodes[node]?.kind === "template");
    if (!isText || takesText(promised)) return [];
    return sources.map((node) =>
      report("contract-mismatch", pointerOf("graph", "nodes", node), {
        problem: "text-for",
        field,
        node,
      }),
    );
  });
}

/** Nodes of a run that may write the field; with none, the input's own value is passed through. */
function sourcesOf(version: SystemVersion, field: string, gives: Gives): readonly string[] {
  return [...reachableNodes(version.system)].filter((node) => gives(node, field));
}

function takesText(schema: Json): boolean {
  const type = isJsonObject(schema) ? schema["type"] : undefined;
  return (
    type === undefined || type === "string" || (Array.isArray(type) && type.includes("string"))
  );
}
