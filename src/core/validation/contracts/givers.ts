import type { SystemVersion } from "../../ir/system.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";

type Node = SystemVersion["system"]["graph"]["nodes"][string];

/** Whether a node is a template that writes a field: of all that is given, only that is sure to be text. */
export function writesText(
  { kind, output }: Pick<Node, "kind" | "output">,
  field: string,
): boolean {
  return kind === "template" && (output ?? "reply") === field;
}

/** What one node may put into the state. */
export type Gives = (node: string, field: string) => boolean;

/**
 * Tells whether a node may give a field. Tools have no output schema: one whose code or data does
 * not say a name certainly does not give it, and of one that runs elsewhere anything may come.
 */
export function giversOf(version: SystemVersion): Gives {
  const { nodes } = version.system.graph;
  const texts = new Map<string, readonly string[] | undefined>();
  const says = (tool: string, field: string): boolean => {
    if (!texts.has(tool)) texts.set(tool, textsOf(version, tool));
    return texts.get(tool)?.some((text) => text.includes(field)) ?? true;
  };
  return (id, field) => {
    const node = memberOf(nodes, id) ?? END;
    const { kind, tool = "", output } = node;
    switch (kind) {
      case "template":
        return writesText(node, field);
      case "model":
        return (output ?? field) === field;
      case "tool":
        return says(tool, field);
      default:
        return false;
    }
  };
}

const END: Node = { kind: "end", parameters: [] };

/** A tool's code and data; nothing for one whose code is not in the repository. */
function textsOf({ system, files }: SystemVersion, tool: string): readonly string[] | undefined {
  const { file, data = [] } = memberOf(system.tools, tool) ?? {};
  const decoder = new TextDecoder();
  return file === undefined
    ? undefined
    : [file, ...data].map((path) => decoder.decode(files.get(path)));
}

/** The members that an object schema lists. */
export function membersOf(schema: Json): ReadonlyMap<string, Json> {
  const properties = isJsonObject(schema) ? schema["properties"] : undefined;
  return new Map(isJsonObject(properties) ? Object.entries(properties) : []);
}

/** The members that an object schema asks for. */
export function requiredOf(schema: Json): readonly string[] {
  const required = isJsonObject(schema) ? schema["required"] : undefined;
  return Array.isArray(required)
    ? required.filter((name): name is string => typeof name === "string")
    : [];
}

export function memberOf<Member>(
  members: Readonly<Record<string, Member>>,
  id: string,
): Member | undefined {
  return Object.hasOwn(members, id) ? members[id] : undefined;
}
