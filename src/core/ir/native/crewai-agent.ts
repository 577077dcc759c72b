import { isJsonObject } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { addPrompt, addReach, connect, grant } from "./draft-graph.ts";
import { linesOf, placeIn } from "./native-document.ts";
import {
  refuseKey,
  requiredText,
  type Segments,
  type Source,
  textsAt,
  valueAt,
  isWritten,
} from "./native-fields.ts";
import { joinedId, nativeId } from "./native-id.ts";
import { addModelNamed } from "./native-model.ts";
import { addNode, END, put } from "./system-draft.ts";

/** Numbers and switches that tune an agent and give it nothing. */
const TUNING = [
  "max_iter",
  "max_rpm",
  "max_execution_time",
  "max_retry_limit",
  "max_reasoning_attempts",
  "verbose",
  "cache",
  "reasoning",
  "respect_context_window",
  "use_system_prompt",
] as const;

/** Switches that give an agent something when they are on. */
const SWITCHES: readonly (readonly [key: string, kind: string, target: string])[] = [
  ["allow_delegation", "delegation", "every agent of the crew"],
  ["allow_code_execution", "exec", "python"],
  ["multimodal", "tool", "AddImageTool"],
];

export const AGENT_KEYS: ReadonlySet<string> = new Set([
  "role",
  "goal",
  "backstory",
  "llm",
  "function_calling_llm",
  "tools",
  "mcps",
  ...TUNING,
  ...SWITCHES.map(([key]) => key),
]);

type CrewAgent = { readonly id: string; readonly at: Segments };

/** An agent of a crew: who it is, which model speaks for it, and what it was given. */
export function addCrewAgent(source: Source, { id, at }: CrewAgent): void {
  const { draft, document } = source;
  const place = placeIn(document, ...at);
  addNode(draft, id, { node: { kind: "model", model: id, prompt: id }, place });
  connect(draft, [id, END], place);
  const segments = ["role", "goal", "backstory"] as const;
  addPrompt(draft, id, {
    place,
    parts: segments.map((title) => ({ title, text: requiredText(source, [...at, title]) })),
    lines: segments.flatMap((key) => linesOf(document, ...at, key)),
  });
  const model = { format: "crewai", node: id, owner: at } as const;
  addModelNamed(source, { ...model, id, at: [...at, "llm"] });
  if (isWritten(source, [...at, "function_calling_llm"])) {
    const calling = [...at, "function_calling_llm"];
    addModelNamed(source, { ...model, id: joinedId(id, "function-calling"), at: calling });
  }
  addCrewTools(source, { id, at: [...at, "tools"] });
  addServers(source, { id, at: [...at, "mcps"] });
  for (const key of TUNING) addTuning(source, { id, at: [...at, key] });
  for (const row of SWITCHES) addSwitch(source, { id, at }, row);
}

/** Names of tools: what stands behind a name is decided by code. */
export function addCrewTools(source: Source, { id, at }: CrewAgent): void {
  for (const { text, place } of textsAt(source, at)) {
    const given = { agent: id, tool: text, kind: "tool", target: text } as const;
    const tool = grant(source.draft, { ...given, effect: "irreversible", place });
    const pointer = pointerOf("tools", tool);
    source.draft.opaque.push({ pointer, why: "named-tool", name: text, place });
  }
}

function addServers(source: Source, { id, at }: CrewAgent): void {
  const { draft } = source;
  for (const { text, place } of textsAt(source, at)) {
    const given = { agent: id, tool: `mcp ${text}`, kind: "mcp-server", target: text } as const;
    const tool = grant(draft, { ...given, effect: "irreversible", place });
    addReach(draft, { tool, name: "url", kind: "mcp-url", target: text, place });
    draft.opaque.push({ pointer: pointerOf("tools", tool), why: "mcp-server", name: text, place });
  }
}

export function addTuning(source: Source, { id, at }: CrewAgent): void {
  const value = valueAt(source.document, at);
  if (value === undefined || value === null) return;
  if (Array.isArray(value) || isJsonObject(value)) return refuseKey(source, at, "not-a-value");
  const parameter = joinedId(id, nativeId(at.at(-1) ?? ""));
  const place = placeIn(source.document, ...at);
  put(source.draft, ["parameters", parameter], { value: { value }, place });
}

function addSwitch(
  source: Source,
  { id, at }: CrewAgent,
  [key, kind, target]: (typeof SWITCHES)[number],
): void {
  const value = valueAt(source.document, [...at, key]);
  if (value === undefined || value === null || value === false) return;
  if (value !== true) return refuseKey(source, [...at, key], "not-a-value");
  const place = placeIn(source.document, ...at, key);
  const tool = key.replaceAll("_", " ");
  grant(source.draft, { agent: id, tool, kind, target, effect: "irreversible", place });
}
