import { isJsonObject } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { addAutoGenTools } from "./autogen-tools.ts";
import { addPrompt, connect, grant } from "./draft-graph.ts";
import { linesOf, placeIn } from "./native-document.ts";
import {
  listAt,
  optionalText,
  requiredText,
  type Segments,
  type Source,
  valueAt,
  isWritten,
} from "./native-fields.ts";
import { joinedId, nativeId } from "./native-id.ts";
import { addModelWith } from "./native-model.ts";
import { addNode, END, put } from "./system-draft.ts";
import { keepLeftovers } from "./unmapped-keys.ts";

const FORMAT = "autogen";

/** Plain settings that tune an agent and give it nothing. */
const TUNING = [
  "model_client_stream",
  "reflect_on_tool_use",
  "max_tool_iterations",
  "tool_call_summary_format",
] as const;

const AGENT_KEYS: ReadonlySet<string> = new Set([
  "name",
  "system_message",
  "description",
  "model_client",
  "tools",
  "workbench",
  "handoffs",
  ...TUNING,
]);
const COMPONENT_KEYS = new Set(["config", "provider", "component_type"]);

type Member = { readonly at: Segments; readonly scope: string; readonly from: string };

/** An agent: its class, its words, its model, its tools, and to whom it hands over. */
export function addAutoGenAgent(source: Source, { at, scope, from }: Member): string | undefined {
  const { draft, document } = source;
  const config = [...at, "config"];
  const name = requiredText(source, [...config, "name"]);
  const provider = requiredText(source, [...at, "provider"]);
  if (name === "") return undefined;
  const id = `${scope}${nativeId(name)}`;
  const place = placeIn(document, ...config, "name");
  const hasModel = isWritten(source, [...config, "model_client"]);
  const prompt = promptKey(source, config);
  const words = prompt === undefined ? {} : { prompt: id };
  const node = hasModel ? { kind: "model", model: id, ...words } : { kind: "router", ...words };
  addNode(draft, id, { node, place });
  connect(draft, [from, id], place);
  connect(draft, [id, END], place);
  addProvider(source, { id, provider, at });
  addWords(source, { id, config, prompt });
  if (hasModel) addModel(source, id, [...config, "model_client"]);
  addAutoGenTools(source, { agent: id, config });
  addHandoffs(source, { id, at: [...config, "handoffs"] });
  addTuning(source, id, config);
  const under = ["agents", id];
  keepLeftovers(source, { format: FORMAT, at, mapped: COMPONENT_KEYS, under });
  keepLeftovers(source, {
    format: FORMAT,
    at: config,
    mapped: AGENT_KEYS,
    under: [...under, "config"],
  });
  return id;
}

type Provided = { readonly id: string; readonly provider: string; readonly at: Segments };

/** The class decides what an agent can do: surf, run code, ask a person. */
function addProvider({ draft, document }: Source, { id, provider, at }: Provided): void {
  const place = placeIn(document, ...at, "provider");
  const given = { agent: id, tool: "provider", kind: "component", target: provider } as const;
  const tool = grant(draft, { ...given, effect: "irreversible", place });
  if (/^autogen_(?:agentchat|core|ext)\./.test(provider)) return;
  const pointer = pointerOf("tools", tool);
  draft.opaque.push({ pointer, why: "foreign-component", name: provider, place });
}

function promptKey(source: Source, config: Segments): "system_message" | "description" | undefined {
  const keys = ["system_message", "description"] as const;
  return keys.find((key) => optionalText(source, [...config, key]) !== undefined);
}

type Words = {
  readonly id: string;
  readonly config: Segments;
  readonly prompt: string | undefined;
};

/** The description is read by whoever chooses the next speaker. */
function addWords(source: Source, { id, config, prompt }: Words): void {
  for (const key of ["system_message", "description"] as const) {
    const text = optionalText(source, [...config, key]);
    if (text === undefined) continue;
    const at = [...config, key];
    const place = placeIn(source.document, ...at);
    const lines = linesOf(source.document, ...at);
    const prompts = key === prompt ? id : joinedId(id, nativeId(key));
    addPrompt(source.draft, prompts, { place, parts: [{ text }], lines });
  }
}

function addModel(source: Source, id: string, at: Segments): void {
  const provider = requiredText(source, [...at, "provider"]);
  addModelWith(source, { format: FORMAT, id, node: id, at: [...at, "config"], provider });
  const under = ["models", id, "component"];
  keepLeftovers(source, { format: FORMAT, at, mapped: new Set(["config"]), under });
}

type Handoffs = { readonly id: string; readonly at: Segments };

function addHandoffs(source: Source, { id, at }: Handoffs): void {
  for (const [index, handoff] of listAt(source, at).entries()) {
    const target = isJsonObject(handoff) ? handoff["target"] : handoff;
    const place = placeIn(source.document, ...at, String(index));
    if (typeof target === "string") {
      const tool = `handoff ${target}`;
      const given = { agent: id, tool, kind: "delegation", target } as const;
      grant(source.draft, { ...given, effect: "write", place });
    }
    if (!isJsonObject(handoff)) continue;
    const under = ["agents", id, "handoffs", String(index)];
    const mapped = new Set(["target"]);
    keepLeftovers(source, { format: FORMAT, at: [...at, String(index)], mapped, under });
  }
}

function addTuning({ draft, document }: Source, id: string, config: Segments): void {
  for (const key of TUNING) {
    const value = valueAt(document, [...config, key]);
    if (typeof value === "object" || value === undefined) continue;
    const place = placeIn(document, ...config, key);
    put(draft, ["parameters", joinedId(id, nativeId(key))], { value: { value }, place });
  }
}
