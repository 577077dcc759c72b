import { isJsonObject, type Json } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { addAutoGenAgent } from "./autogen-agent.ts";
import { addPrompt, connect, grant } from "./draft-graph.ts";
import { linesOf, parseNativeJson, placeIn } from "./native-document.ts";
import {
  listAt,
  optionalText,
  refuseKey,
  requiredText,
  type Segments,
  type Source,
  valueAt,
  isWritten,
} from "./native-fields.ts";
import type { NativeFile } from "./native-file.ts";
import { joinedId, nativeId } from "./native-id.ts";
import { addModelWith } from "./native-model.ts";
import { refuseSecrets } from "./secret-literal.ts";
import { addNode, type Draft, END, START } from "./system-draft.ts";
import { keepLeftovers } from "./unmapped-keys.ts";

const FORMAT = "autogen";

/** Component files as AutoGen writes them out: a team, or an agent alone. */
export function importAutoGen(draft: Draft, files: readonly NativeFile[]): void {
  for (const { path, file, bytes } of files) {
    const document = parseNativeJson(path, bytes);
    if (!document.ok) {
      draft.findings.push(...document.refusal);
      continue;
    }
    const source: Source = { draft, document: document.value };
    refuseSecrets(source);
    const scope = files.length === 1 ? "" : `${nativeId(file)}---`;
    addMember(source, { at: [], scope, from: START });
  }
}

type Component = {
  readonly at: Segments;
  readonly scope: string;
  /** The node that leads here. */
  readonly from: string;
};

/** A team or an agent; teams may hold teams. */
function addMember(source: Source, component: Component): string | undefined {
  const { at } = component;
  const provider = requiredText(source, [...at, "provider"]);
  const kind = optionalText(source, [...at, "component_type"]);
  if (provider === "") return undefined;
  if (!isJsonObject(valueAt(source.document, [...at, "config"]))) {
    refuseKey(source, [...at, "config"], "missing-key");
    return undefined;
  }
  if (kind === "team") return addTeam(source, component, provider);
  if (kind === "agent") return addAutoGenAgent(source, component);
  refuseKey(source, [...at, "component_type"], kind === undefined ? "missing-key" : "unknown-name");
  return undefined;
}

const TEAM_KEYS = new Set(["participants", "selector_prompt", "model_client", "name"]);
const COMPONENT_KEYS = new Set(["config", "provider", "component_type"]);

/** Who takes part, who chooses the next to speak, and by which words. */
function addTeam(source: Source, component: Component, provider: string): string {
  const { draft, document } = source;
  const { at, scope, from } = component;
  const config = [...at, "config"];
  const name = optionalText(source, [...config, "name"]);
  const id = `${scope}team${name === undefined ? suffixOf(at) : `--${nativeId(name)}`}`;
  const place = placeIn(document, ...at, "provider");
  const model = isWritten(source, [...config, "model_client"]);
  const prompt = optionalText(source, [...config, "selector_prompt"]);
  addNode(draft, id, { node: nodeOf(id, model, prompt), place });
  connect(draft, [from, id], place);
  connect(draft, [id, END], place);
  const given = { agent: id, tool: "provider", kind: "component", target: provider } as const;
  grant(draft, { ...given, effect: "write", place });
  if (model) addTeamModel(source, id, [...config, "model_client"]);
  if (prompt !== undefined) {
    const where = [...config, "selector_prompt"];
    const lines = linesOf(document, ...where);
    addPrompt(draft, id, { place: placeIn(document, ...where), parts: [{ text: prompt }], lines });
  }
  addParticipants(source, { at: [...config, "participants"], scope, from: id });
  const under = ["teams", id];
  keepLeftovers(source, { format: FORMAT, at, mapped: COMPONENT_KEYS, under });
  keepLeftovers(source, {
    format: FORMAT,
    at: config,
    mapped: TEAM_KEYS,
    under: [...under, "config"],
  });
  noteForeign(source, { id, provider, at });
  return id;
}

function nodeOf(id: string, model: boolean, prompt: string | undefined): { [key: string]: Json } {
  const texts = prompt === undefined ? {} : { prompt: id };
  return model ? { kind: "model", model: id, ...texts } : { kind: "router", ...texts };
}

function suffixOf(at: Segments): string {
  return at.length === 0 ? "" : `--${at.filter((segment) => /^\d+$/.test(segment)).join("-")}`;
}

function addTeamModel(source: Source, id: string, at: Segments): void {
  const provider = requiredText(source, [...at, "provider"]);
  addModelWith(source, { format: FORMAT, id, node: id, at: [...at, "config"], provider });
  const under = ["models", id, "component"];
  keepLeftovers(source, { format: FORMAT, at, mapped: new Set(["config"]), under });
}

function addParticipants(source: Source, { at, scope, from }: Component): void {
  const participants = listAt(source, at);
  if (participants.length === 0) refuseKey(source, at, "missing-key");
  for (const index of participants.keys()) {
    addMember(source, { at: [...at, String(index)], scope, from });
  }
}

type Foreign = { readonly id: string; readonly provider: string; readonly at: Segments };

/** A class outside AutoGen's own packages: what it does is in code that is not here. */
function noteForeign({ draft, document }: Source, { id, provider, at }: Foreign): void {
  if (/^autogen_(?:agentchat|core|ext)\./.test(provider)) return;
  const pointer = pointerOf("capabilities", joinedId(id, "provider"));
  const place = placeIn(document, ...at, "provider");
  draft.opaque.push({ pointer, why: "foreign-component", name: provider, place });
}
