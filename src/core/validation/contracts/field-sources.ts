import type { SystemVersion } from "../../ir/system.ts";
import { waysInto } from "../../ir/ways-out.ts";
import { type Gives, giversOf, membersOf } from "./givers.ts";

/** What a field may be when a run leaves a node. Nodes are those that wrote it last, on some way. */
type FieldSources = {
  /** It may be as it came in. */
  readonly isInput: boolean;
  /** Templates, which write text. */
  readonly texts: readonly string[];
  /** A tool or a model may have written it, of whose answer only the name is known. */
  readonly isOpen: boolean;
};

/** Tells what a field may be when a run leaves one of these nodes. */
export type SourcesOf = (nodes: readonly string[], field: string) => FieldSources;

/**
 * Follows a field back along the edges to whoever wrote it last. A tool that may write it is taken
 * to have written it: what is not certain must refuse nothing.
 */
export function fieldSources(version: SystemVersion): SourcesOf {
  const { graph, contract } = version.system;
  const gives = giversOf(version);
  const into = waysInto(version.system);
  const inputs = membersOf(contract.input);
  const kindOf = (node: string): string | undefined =>
    Object.hasOwn(graph.nodes, node) ? graph.nodes[node]?.kind : undefined;
  return (nodes, field) => {
    const { givers, passed } = lastGivers(nodes, field, { gives, into });
    const texts = givers.filter((node) => kindOf(node) === "template");
    return {
      isInput: passed.has(graph.entry) && inputs.has(field),
      texts,
      isOpen: texts.length < givers.length,
    };
  };
}

type Edges = { readonly gives: Gives; readonly into: ReadonlyMap<string, readonly string[]> };

function lastGivers(
  nodes: readonly string[],
  field: string,
  { gives, into }: Edges,
): { readonly givers: readonly string[]; readonly passed: ReadonlySet<string> } {
  const givers = new Set<string>();
  const passed = new Set<string>();
  const waiting = [...nodes];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (passed.has(node) || givers.has(node)) continue;
    if (gives(node, field)) {
      givers.add(node);
      continue;
    }
    passed.add(node);
    for (const from of into.get(node) ?? []) waiting.push(from);
  }
  return { givers: [...givers], passed };
}
