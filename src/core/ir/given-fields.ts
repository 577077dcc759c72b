import { isJsonObject, type Json } from "../kernel/json.ts";
import type { SystemVersion } from "./system.ts";

/**
 * Tells whether some part of a system can give a field: its input, a template's output, or a tool
 * whose code or data names it. Tools have no output schema, so naming is as much as can be known;
 * a field that nothing names is certainly never given.
 */
export function givenFields(version: SystemVersion): (field: string) => boolean {
  const { contract, graph } = version.system;
  const nodes = Object.values(graph.nodes);
  const produced = new Set([
    ...propertiesOf(contract.input),
    ...nodes.flatMap(({ kind, output }) => (kind === "template" ? [output ?? "reply"] : [])),
    ...nodes.flatMap(({ kind, output }) =>
      kind === "model" && output !== undefined ? [output] : [],
    ),
  ]);
  let texts: readonly string[] | undefined;
  return (field) => {
    if (produced.has(field)) return true;
    texts ??= textsOf(version);
    return texts.some((text) => text.includes(field));
  };
}

function textsOf({ files }: SystemVersion): readonly string[] {
  const decoder = new TextDecoder();
  return [...files]
    .filter(([file]) => file.startsWith("tools/") || file.startsWith("data/"))
    .map(([, bytes]) => decoder.decode(bytes));
}

/** The names that an object schema lists; none for a schema that lists none. */
function propertiesOf(schema: Json): readonly string[] {
  const properties = isJsonObject(schema) ? schema["properties"] : undefined;
  return isJsonObject(properties) ? Object.keys(properties) : [];
}
