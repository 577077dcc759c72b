import type { Finding } from "../../gate/finding.ts";
import type { Json, JsonObject } from "../../kernel/json.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { schemaFinding } from "../schema-finding.ts";
import type { Position } from "../system.ts";
import type { Explicit, Opaque, Origin } from "./native-source.ts";

type Section =
  | "models"
  | "prompts"
  | "tools"
  | "artifacts"
  | "parameters"
  | "memory"
  | "capabilities"
  | "secrets";

/** A normalised system in the making. Everything put into it says where it was written. */
export type Draft = {
  readonly sections: Readonly<Record<Section, Map<string, Json>>>;
  readonly nodes: Map<string, Json>;
  readonly edges: Map<string, Json>;
  readonly extensions: Map<string, Json>;
  readonly positions: Map<Pointer, Position>;
  readonly files: Map<string, Uint8Array>;
  readonly origins: Map<string, Origin>;
  readonly opaque: Opaque[];
  readonly explicit: Explicit[];
  readonly findings: Finding[];
};

/** Where every run begins and ends. No name of another framework becomes one of these ids. */
export const START = "start--of-run";
export const END = "end--of-run";

export function newDraft(start: Position): Draft {
  const draft: Draft = {
    sections: {
      models: new Map(),
      prompts: new Map(),
      tools: new Map(),
      artifacts: new Map(),
      parameters: new Map(),
      memory: new Map(),
      capabilities: new Map(),
      secrets: new Map(),
    },
    nodes: new Map(),
    edges: new Map(),
    extensions: new Map(),
    positions: new Map([["", start]]),
    files: new Map(),
    origins: new Map(),
    opaque: [],
    explicit: [],
    findings: [],
  };
  addNode(draft, START, { node: { kind: "router" }, place: start });
  addNode(draft, END, { node: { kind: "end" }, place: start });
  return draft;
}

type Member = { readonly value: Json; readonly place: Position };

/** Puts one module into a section. A second one of the same id is refused: one would hide the other. */
export function put(
  draft: Draft,
  [section, id]: readonly [Section, string],
  { value, place }: Member,
): Pointer {
  const pointer = pointerOf(section, id);
  if (draft.sections[section].has(id)) {
    refuse(draft, { ...place, pointer }, { problem: "names-collide", name: id });
  }
  draft.sections[section].set(id, value);
  draft.positions.set(pointer, place);
  return pointer;
}

export function addNode(
  draft: Draft,
  id: string,
  { node, place }: { readonly node: JsonObject; readonly place: Position },
): void {
  const pointer = pointerOf("graph", "nodes", id);
  if (draft.nodes.has(id)) {
    refuse(draft, { ...place, pointer }, { problem: "names-collide", name: id });
  }
  draft.nodes.set(id, node);
  draft.positions.set(pointer, place);
}

/** What the file says and no part of a system says: kept word for word, and governed as T3. */
export function keepUnmapped(draft: Draft, { format, segments, value, place }: Unmapped): void {
  const pointer = pointerOf("extensions", format, ...segments);
  if (draft.positions.has(pointer)) {
    refuse(draft, { ...place, pointer }, { problem: "names-collide", name: segments.join(".") });
  }
  draft.extensions.set(format, grafted(draft.extensions.get(format), segments, value));
  for (let depth = 0; depth < segments.length; depth += 1) {
    const around = pointerOf("extensions", format, ...segments.slice(0, depth));
    if (!draft.positions.has(around)) draft.positions.set(around, place);
  }
  draft.positions.set(pointer, place);
}

type Unmapped = {
  readonly format: string;
  readonly segments: readonly string[];
  readonly value: Json;
  readonly place: Position;
};

function grafted(branch: Json | undefined, segments: readonly string[], value: Json): Json {
  const [first, ...rest] = segments;
  if (first === undefined) return value;
  const members = new Map<string, Json>(
    typeof branch === "object" && branch !== null && !Array.isArray(branch)
      ? Object.entries(branch)
      : [],
  );
  members.set(first, grafted(members.get(first), rest, value));
  return Object.fromEntries(members);
}

type Facts = { readonly problem: string; readonly [name: string]: string };

export function refuse(draft: Draft, place: Finding["place"] & object, facts: Facts): void {
  const pointer = place.pointer ?? "";
  draft.findings.push(schemaFinding("system-invalid", place, { pointer, ...facts }));
}
