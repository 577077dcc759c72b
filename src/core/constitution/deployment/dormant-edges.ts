import type { Breach } from "../../gate/finding.ts";
import type { Mutation } from "../../ir/mutation.ts";
import { parseWhen } from "../../ir/parse-when.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { fieldsOf } from "../../ir/when-expression.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { breachesOf, placeOfPointer } from "../breach.ts";
import { wordAmong } from "../words-of.ts";
import { SURROUNDINGS } from "./stage-words.ts";

const breach = breachesOf("C3");

/**
 * Conditions, new or changed, that evaluation could never make true: they ask for the surroundings,
 * for a field that nothing ever gives, or for nothing but constants that a later, smaller change
 * could turn over.
 */
export function dormantEdges({ mutation }: ProposedChange): readonly Breach[] {
  if (mutation === undefined) return [];
  const { before, after } = mutation;
  return Object.entries(after.system.graph.edges).flatMap(([edge, { when }]) => {
    if (when === undefined || when === before.system.graph.edges[edge]?.when) return [];
    return dormancyOf(when, mutation).map((facts) =>
      breach("dormant-code", placeOfPointer(after, pointerOf("graph", "edges", edge, "when")), {
        ...facts,
        edge,
      }),
    );
  });
}

type Dormancy = { readonly problem: string; readonly field: string };

function dormancyOf(when: string, mutation: Mutation): readonly Dormancy[] {
  const expression = parseWhen(when);
  // What cannot be read is never true; validation names it on its line.
  if (!expression.ok) return [];
  const fields = fieldsOf(expression.value);
  if (fields.every(({ scope }) => scope === "parameters")) {
    return [{ problem: "constant-condition", field: when }];
  }
  return fields.flatMap(({ scope, name }) => {
    if (wordAmong(name, SURROUNDINGS) !== undefined) {
      return [{ problem: "surroundings-condition", field: name }];
    }
    if (scope === "parameters" || isGiven(mutation.after, name)) return [];
    return [{ problem: "undeclared-field", field: name }];
  });
}

/** A field can come from the input, from a template's output, or from a tool that names it somewhere. */
function isGiven(version: SystemVersion, field: string): boolean {
  const { contract, graph } = version.system;
  if (field === "reply" || hasProperty(contract.input, field)) return true;
  if (Object.values(graph.nodes).some(({ output }) => output === field)) return true;
  const decoder = new TextDecoder();
  return [...version.files].some(
    ([path, bytes]) => /^(?:tools|data)\//.test(path) && decoder.decode(bytes).includes(field),
  );
}

function hasProperty(schema: Json, name: string): boolean {
  const properties = isJsonObject(schema) ? schema["properties"] : undefined;
  return isJsonObject(properties) && Object.hasOwn(properties, name);
}
