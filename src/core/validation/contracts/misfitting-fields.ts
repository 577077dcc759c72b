import type { Finding } from "../../gate/finding.ts";
import { checkAgainst } from "../../ir/json-schema.ts";
import { mismatches } from "../../ir/schema/mismatches.ts";
import type { SystemVersion } from "../../ir/system.ts";
import type { Json } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";
import { fieldSources } from "./field-sources.ts";
import { membersOf } from "./givers.ts";
import { placeholdersOf } from "./placeholders.ts";
import { takesType } from "./types-of.ts";

/**
 * Promised fields that arrive at an end, on some way, as something else than the contract promises:
 * as the input that was let in, or as the text of a template.
 */
export function misfittingFields(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("contracts", version);
  const { contract, graph } = version.system;
  const inputs = membersOf(contract.input);
  const sourcesOf = fieldSources(version);
  const ends = Object.keys(graph.nodes).filter((node) => graph.nodes[node]?.kind === "end");
  return [...membersOf(contract.output)].flatMap(([field, promised]) => {
    const at = pointerOf("contract", "output", "properties", field);
    const { isInput, texts } = sourcesOf(ends, field);
    const taken = isInput ? inputs.get(field) : undefined;
    const passed = taken === undefined ? [] : mismatches(taken, promised, at);
    return [
      ...passed.map(({ pointer, keyword }) =>
        report("contract-mismatch", pointer, { problem: "passed-through", field, keyword }),
      ),
      ...texts.flatMap((node) => {
        const problem = textProblem(version, node, promised);
        const facts = { field, node };
        return problem === undefined
          ? []
          : [report("contract-mismatch", pointerOf("graph", "nodes", node), { problem, ...facts })];
      }),
    ];
  });
}

/** A text with placeholders may turn out as anything; one without is known to the letter. */
function textProblem(version: SystemVersion, node: string, promised: Json): string | undefined {
  if (!takesType(promised, "string")) return "text-for";
  const text = fixedText(version, node);
  if (text === undefined) return undefined;
  return checkAgainst(promised, text).length > 0 ? "text-unpromised" : undefined;
}

function fixedText(version: SystemVersion, node: string): string | undefined {
  const { graph, prompts } = version.system;
  const { prompt = "" } = graph.nodes[node] ?? {};
  const file = Object.hasOwn(prompts, prompt) ? prompts[prompt]?.file : undefined;
  const bytes = file === undefined ? undefined : version.files.get(file);
  if (file === undefined || bytes === undefined) return undefined;
  return placeholdersOf(version, file).length > 0 ? undefined : new TextDecoder().decode(bytes);
}
