import type { Finding } from "../../gate/finding.ts";
import type { Json } from "../../kernel/json.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import { issueFindings } from "../schema-issues.ts";
import { type Positions, type System, systemSchema } from "../system.ts";
import { importAutoGen } from "./import-autogen.ts";
import { importClaude } from "./import-claude.ts";
import { importCrewAi } from "./import-crewai.ts";
import { importLangGraph } from "./import-langgraph.ts";
import type { NativeFile } from "./native-file.ts";
import type { NativeFormat, NativeSource } from "./native-source.ts";
import { pinFiles } from "./pin-files.ts";
import { type Draft, newDraft, START } from "./system-draft.ts";

type NativeFiles = {
  readonly name: string;
  readonly format: NativeFormat;
  /** Files of the format, and every other file of the system. Both by path. */
  readonly definitions: readonly NativeFile[];
  readonly code: readonly NativeFile[];
};

type Imported = {
  readonly system: System;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly positions: Positions;
  readonly native: NativeSource;
};

/** The system that the files of another framework say, or every place where they say none. */
export function importNative(native: NativeFiles): Result<Imported, readonly Finding[]> {
  const { name, format, definitions, code } = native;
  const path = definitions[0]?.path ?? name;
  const start = { path, line: 1, column: 1 };
  const draft = newDraft(start);
  importFormat(draft, native);
  pinFiles(draft, code);
  const contract = { pointer: "/contract", what: "open-contract", name, place: start } as const;
  draft.explicit.push(contract);
  if (draft.findings.length > 0) return refused(draft.findings.slice(0, MAX_FINDINGS));
  const value = systemOf(draft, name);
  const parsed = systemSchema.safeParse(value);
  if (!parsed.success) {
    const document = { path, value, positions: draft.positions };
    return refused(issueFindings("system-invalid", document, parsed.error.issues));
  }
  const { $schema: _editorHint, ...system } = parsed.data;
  const { positions, files, opaque, explicit, origins } = draft;
  return accepted({ system, files, positions, native: { format, opaque, explicit, origins } });
}

const MAX_FINDINGS = 50;

function importFormat(draft: Draft, { format, definitions, code }: NativeFiles): void {
  switch (format) {
    case "crewai":
      return importCrewAi(draft, definitions);
    case "autogen":
      return importAutoGen(draft, definitions);
    case "claude-agents":
      return importClaude(draft, definitions);
    case "langgraph":
      return importLangGraph(draft, {
        definitions,
        code: new Map(code.map((file) => [file.file, file])),
      });
  }
}

/** Frameworks bound their loops in code, so a way back here is bounded by nothing that is known. */
const UNBOUNDED = 100;

function systemOf(draft: Draft, name: string): Json {
  const sections = Object.entries(draft.sections).map(([section, members]): [string, Json] => [
    section,
    Object.fromEntries(members),
  ]);
  return {
    apiVersion: "omega.dev/v1",
    kind: "System",
    metadata: { name },
    contract: { input: { type: "object" }, output: { type: "object" } },
    ...Object.fromEntries(sections),
    graph: {
      entry: START,
      nodes: Object.fromEntries(draft.nodes),
      edges: Object.fromEntries(draft.edges),
      loops: { max: hasLoop(draft) ? UNBOUNDED : 0 },
    },
    extensions: Object.fromEntries(draft.extensions),
  };
}

/** Takes nodes away that nothing unfinished leads from; what stays stands on a loop or behind one. */
function hasLoop({ nodes, edges }: Draft): boolean {
  const targets = new Map([...nodes.keys()].map((node) => [node, new Set<string>()]));
  for (const edge of edges.values()) {
    const { from, to } = endsOf(edge);
    targets.get(from)?.add(to);
  }
  const waiting = [...targets].filter(([, to]) => to.size === 0).map(([node]) => node);
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    targets.delete(node);
    for (const [other, to] of targets) if (to.delete(node) && to.size === 0) waiting.push(other);
  }
  return targets.size > 0;
}

function endsOf(edge: Json): { readonly from: string; readonly to: string } {
  const members = new Map(Object.entries(edge ?? {}));
  return { from: String(members.get("from")), to: String(members.get("to")) };
}
