import type { Finding } from "../../gate/finding.ts";
import type { System, SystemVersion } from "../../ir/system.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { findingsOf } from "../stage-finding.ts";

/** A name that nothing bears, where a definition uses it, and what kind of thing it should be. */
type Broken = { readonly at: Pointer; readonly kind: string; readonly name: string };

/** Nearly every reference. */
const SOUND: readonly Broken[] = [];

/** Names that nothing bears: nodes, tools, prompts, models, parameters, artifacts. Files are the reader's. */
export function brokenReferences(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("graph", version);
  const { system } = version;
  return [...ofNodes(system), ...ofEdges(system), ...ofTools(version)].map(({ at, kind, name }) =>
    report("reference-broken", at, { problem: name === "" ? "missing" : "unknown", kind, name }),
  );
}

function ofNodes({ graph, tools, prompts, models, parameters }: System): readonly Broken[] {
  return Object.entries(graph.nodes).flatMap(([id, node]) => {
    const at = (...member: readonly string[]): Pointer =>
      pointerOf("graph", "nodes", id, ...member);
    const uses = [
      { kind: "tool", name: node.tool, among: tools },
      { kind: "prompt", name: node.prompt, among: prompts },
      { kind: "model", name: node.model, among: models },
    ];
    const needed = node.kind === "template" ? "prompt" : node.kind;
    const named = uses
      .filter(({ kind, name }) => name !== undefined || kind === needed)
      .flatMap(({ kind, name = "", among }) => reference({ kind, name, among }, () => at(kind)));
    const tuned = node.parameters.flatMap((name, index) =>
      reference({ kind: "parameter", name, among: parameters }, () =>
        at("parameters", String(index)),
      ),
    );
    return [...named, ...tuned];
  });
}

function ofEdges({ graph }: System): readonly Broken[] {
  const entry = { kind: "node", name: graph.entry, among: graph.nodes };
  const ends = Object.entries(graph.edges).flatMap(([id, edge]) =>
    ENDS.flatMap((end) =>
      reference({ kind: "node", name: edge[end], among: graph.nodes }, () =>
        pointerOf("graph", "edges", id, end),
      ),
    ),
  );
  return [...reference(entry, () => "/graph/entry"), ...ends];
}

const ENDS = ["from", "to"] as const;

/** A tool without code is one that the framework brings along; only its own systems have such. */
function ofTools({ system: { tools, artifacts }, native }: SystemVersion): readonly Broken[] {
  return Object.entries(tools).flatMap(([id, { file, artifact }]) => {
    if (artifact !== undefined) {
      const use = { kind: "artifact", name: artifact, among: artifacts };
      return reference(use, () => pointerOf("tools", id, "artifact"));
    }
    return file === undefined && native === undefined
      ? [{ at: pointerOf("tools", id), kind: "file", name: "" }]
      : SOUND;
  });
}

type Use = { readonly kind: string; readonly name: string; readonly among: object };

/** Own members only: a node called `constructor` must not find the prototype's. */
function reference({ kind, name, among }: Use, at: () => Pointer): readonly Broken[] {
  return Object.hasOwn(among, name) ? SOUND : [{ at: at(), kind, name }];
}
