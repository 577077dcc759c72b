import type { Json } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { addClaudeTools } from "./claude-tools.ts";
import { addPrompt, connect, grant } from "./draft-graph.ts";
import { type Article, parseFrontMatter } from "./front-matter.ts";
import { linesOf, parseNativeJson, placeIn } from "./native-document.ts";
import {
  keysAt,
  optionalText,
  refuseKey,
  requiredText,
  type Source,
  textsAt,
  valueAt,
} from "./native-fields.ts";
import { joinedId, nativeId } from "./native-id.ts";
import { addMcpServer } from "./mcp-server.ts";
import type { NativeFile } from "./native-file.ts";
import { refuseSecrets } from "./secret-literal.ts";
import { addNode, type Draft, END, put, START } from "./system-draft.ts";
import { keepLeftovers } from "./unmapped-keys.ts";

const FORMAT = "claude-agents";

/** Subagents of Claude Code (`*.md`) and the tool servers that they can reach (`.mcp.json`). */
export function importClaude(draft: Draft, files: readonly NativeFile[]): void {
  for (const file of files) {
    if (file.path.endsWith(".json")) addServers(draft, file);
    else addAgent(draft, file);
  }
}

const PARAMETERS = ["maxTurns", "background", "isolation", "effort", "color"] as const;

const MAPPED: ReadonlySet<string> = new Set([
  "name",
  "description",
  "tools",
  "disallowedTools",
  "model",
  "permissionMode",
  "skills",
  "mcpServers",
  "memory",
  ...PARAMETERS,
]);

function addAgent(draft: Draft, { path, bytes }: NativeFile): void {
  const article = parseFrontMatter(path, bytes);
  if (!article.ok) {
    draft.findings.push(...article.refusal);
    return;
  }
  const document = article.value.settings;
  const source: Source = { draft, document };
  const name = requiredText(source, ["name"]);
  if (name === "") return;
  const agent = nativeId(name);
  const place = placeIn(document, "name");
  addNode(draft, agent, {
    node: { kind: "model", model: agent, prompt: agent },
    place: placeIn(document, "name"),
  });
  connect(draft, [START, agent], place);
  connect(draft, [agent, END], place);
  addTexts(source, agent, article.value);
  addModel(source, agent);
  addClaudeTools(source, agent);
  addRights(source, agent);
  addParameters(source, agent);
  refuseSecrets(source);
  keepLeftovers(source, { format: FORMAT, at: [], mapped: MAPPED, under: [agent] });
}

/** The description is no remark: the lead reads it to choose whom to ask. */
function addTexts(source: Source, agent: string, { body }: Article): void {
  const { draft, document } = source;
  const first = body[0]?.line ?? document.lines.length;
  const text = body.map((line) => line.text.trimEnd()).join("\n");
  const place = { path: document.path, line: first, column: 1 };
  addPrompt(draft, agent, { place, parts: [{ text }], lines: body });
  addPrompt(draft, joinedId(agent, "description"), {
    place: placeIn(document, "description"),
    parts: [{ text: requiredText(source, ["description"]) }],
    lines: linesOf(document, "description"),
  });
}

function addModel(source: Source, agent: string): void {
  const { draft, document } = source;
  const model = optionalText(source, ["model"]);
  const place = placeIn(document, model === undefined ? "name" : "model");
  const id = model ?? "inherit";
  const pointer = put(draft, ["models", agent], { value: { provider: "anthropic", id }, place });
  if (model === undefined || model === "inherit") {
    draft.explicit.push({ pointer, what: "inherited-model", name: agent, place });
  }
}

/** What an agent may do beyond its tools: fewer questions asked, skills, servers, memory. */
function addRights(source: Source, agent: string): void {
  const { draft, document } = source;
  const mode = optionalText(source, ["permissionMode"]);
  if (mode !== undefined && mode !== "default" && mode !== "plan") {
    const place = placeIn(document, "permissionMode");
    const tool = "permission mode";
    grant(draft, { agent, tool, kind: "permission", target: mode, effect: "irreversible", place });
  }
  for (const { text, place } of textsAt(source, ["skills"])) {
    const id = grant(draft, {
      agent,
      tool: `skill ${text}`,
      kind: "skill",
      target: text,
      effect: "irreversible",
      place,
    });
    const pointer = pointerOf("tools", id);
    draft.opaque.push({ pointer, why: "named-tool", name: text, place });
  }
  addOwnServers(source, agent);
  const scope = optionalText(source, ["memory"]);
  if (scope === undefined) return;
  const value: Json = { kind: "log", scope, retention: "unbounded", writers: [agent] };
  put(draft, ["memory", agent], { value, place: placeIn(document, "memory") });
}

function addOwnServers(source: Source, agent: string): void {
  const servers = valueAt(source.document, ["mcpServers"]);
  if (Array.isArray(servers)) {
    for (const { text, place } of textsAt(source, ["mcpServers"])) {
      const tool = `mcp ${text}`;
      const { draft } = source;
      const given = { agent, tool, kind: "mcp-server", target: text } as const;
      const id = grant(draft, { ...given, effect: "irreversible", place });
      draft.opaque.push({ pointer: pointerOf("tools", id), why: "mcp-server", name: text, place });
    }
    return;
  }
  for (const name of keysAt(source, ["mcpServers"])) {
    const id = joinedId(agent, "mcp", nativeId(name));
    addMcpServer(source, { format: FORMAT, id, name, owner: agent, at: ["mcpServers", name] });
  }
}

function addParameters(source: Source, agent: string): void {
  for (const key of PARAMETERS) {
    const value = valueAt(source.document, [key]);
    if (value === undefined || value === null) continue;
    if (typeof value === "object") {
      refuseKey(source, [key], "not-a-value");
      continue;
    }
    const id = joinedId(agent, nativeId(key));
    put(source.draft, ["parameters", id], {
      value: { value },
      place: placeIn(source.document, key),
    });
  }
}

/** Both shapes that are found: the servers under `mcpServers`, or the servers alone. */
function addServers(draft: Draft, { path, bytes }: NativeFile): void {
  const document = parseNativeJson(path, bytes);
  if (!document.ok) {
    draft.findings.push(...document.refusal);
    return;
  }
  const source: Source = { draft, document: document.value };
  const isWrapped = valueAt(document.value, ["mcpServers"]) !== undefined;
  const at = isWrapped ? ["mcpServers"] : [];
  for (const name of keysAt(source, at)) {
    if (!isWrapped && name === "$schema") continue;
    const id = joinedId("mcp", nativeId(name));
    addMcpServer(source, { format: FORMAT, id, name, owner: START, at: [...at, name] });
  }
  if (isWrapped) {
    const mapped = new Set(["mcpServers", "$schema"]);
    keepLeftovers(source, { format: FORMAT, at: [], mapped, under: ["mcp"] });
  }
  refuseSecrets(source);
}
