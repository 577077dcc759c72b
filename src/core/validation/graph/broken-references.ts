import type { Finding } from "../../gate/finding.ts";
import type { System, SystemVersion } from "../../ir/system.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";

/** One name that a definition uses, where it uses it, and what kind of thing it should be. */
type Reference = {
  readonly at: Pointer;
  readonly kind: string;
  readonly name: string;
  readonly isThere: boolean;
};

/** Names that nothing bears: nodes, tools, prompts, models, parameters, artifacts. Files are the reader's. */
export function brokenReferences(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("graph", version);
  const { system } = version;
  const references = [...ofNodes(system), ...ofEdges(system), ...ofTools(version)];
  return references
    .filter(({ isThere }) => !isThere)
    .map(({ at, kind, name }) =>
      report("reference-broken", at, {
        problem: name === "" ? "missing" : "unknown",
        kind,
        name,
      }),
    );
}

function ofNodes({ graph, tools, prompts, models, parameters }: System): readonly Reference[] {
  return Object.entries(graph.nodes).flatMap(([id, node]) => {
    const at = (member: string): Pointer => pointerOf("graph", "nodes", id, member);
    const uses = [
      { kind: "tool", name: node.tool, among: tools },
      { kind: "prompt", name: node.prompt, among: prompts },
      { kind: "model", name: node.model, among: models },
    ];
    const needed = node.kind === "template" ? "prompt" : node.kind;
    const named = uses
      .filter(({ kind, name }) => name !== undefined || kind === needed)
      .map(({ kind, name = "", among }) => reference(at(kind), { kind, name, among }));
    const tuned = node.parameters.map((name, index) =>
      reference(`${at("parameters")}/${index}`, { kind: "parameter", name, among: parameters }),
    );
    return [...named, ...tuned];
  });
}

function ofEdges({ graph }: System): readonly Reference[] {
  const entry = { kind: "node", name: graph.entry, among: graph.nodes };
  const ends = Object.entries(graph.edges).flatMap(([id, edge]) =>
    (["from", "to"] as const).map((end) =>
      reference(pointerOf("graph", "edges", id, end), {
        kind: "node",
        name: edge[end],
        among: graph.nodes,
      }),
    ),
  );
  return [reference("/graph/entry", entry), ...ends];
}

/** A tool without code is one that the framework brings along; only its own systems have such. */
function ofTools({ system: { tools, artifacts }, native }: SystemVersion): readonly Reference[] {
  return Object.entries(tools).flatMap(([id, { file, artifact }]) => {
    const at = (member: string): Pointer => pointerOf("tools", id, member);
    if (artifact !== undefined) {
      return [reference(at("artifact"), { kind: "artifact", name: artifact, among: artifacts })];
    }
    return file === undefined && native === undefined
      ? [{ at: pointerOf("tools", id), kind: "file", name: "", isThere: false }]
      : [];
  });
}

type Use = { readonly kind: string; readonly name: string; readonly among: object };

/** Own members only: a node called `constructor` must not find the prototype's. */
function reference(at: Pointer, { kind, name, among }: Use): Reference {
  return { at, kind, name, isThere: Object.hasOwn(among, name) };
}
