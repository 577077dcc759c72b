import { sha256Hex } from "../../kernel/digest.ts";
import { isJsonObject } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { grant } from "./draft-graph.ts";
import { placeIn } from "./native-document.ts";
import { listAt, requiredText, type Segments, type Source, valueAt } from "./native-fields.ts";
import { joinedId, nativeId } from "./native-id.ts";
import { addMcpServer } from "./mcp-server.ts";
import { put } from "./system-draft.ts";
import { keepLeftovers } from "./unmapped-keys.ts";

const FORMAT = "autogen";

type Owner = { readonly agent: string; readonly config: Segments };

/** Tools of an agent, and workbenches that hold tools. */
export function addAutoGenTools(source: Source, { agent, config }: Owner): void {
  for (const index of listAt(source, [...config, "tools"]).keys()) {
    addTool(source, { agent, at: [...config, "tools", String(index)], index });
  }
  const workbench = valueAt(source.document, [...config, "workbench"]);
  if (isJsonObject(workbench))
    addWorkbench(source, { agent, at: [...config, "workbench"], index: 0 });
  else if (Array.isArray(workbench)) {
    for (const index of workbench.keys()) {
      addWorkbench(source, { agent, at: [...config, "workbench", String(index)], index });
    }
  }
}

type Tool = { readonly agent: string; readonly at: Segments; readonly index: number };

function addTool(source: Source, { agent, at }: Tool): void {
  const { draft, document } = source;
  const provider = requiredText(source, [...at, "provider"]);
  if (provider === "") return;
  const named = valueAt(document, [...at, "config", "name"]);
  const name = typeof named === "string" ? named : (provider.split(".").at(-1) ?? provider);
  const key = typeof named === "string" ? [...at, "config", "name"] : [...at, "provider"];
  const place = placeIn(document, ...key);
  const code = addCode(source, { agent, name, at });
  const given = { agent, tool: name, kind: "component", target: provider } as const;
  const tool = grant(draft, { ...given, effect: "irreversible", place, ...code });
  const under = ["tools", tool];
  const isPinned = code.artifact !== undefined;
  keepLeftovers(source, { format: FORMAT, at, mapped: new Set(["config", "provider"]), under });
  const mapped = new Set(isPinned ? ["name", "source_code"] : ["name"]);
  const inside = [...at, "config"];
  keepLeftovers(source, { format: FORMAT, at: inside, mapped, under: [...under, "config"] });
  if (isPinned || /^autogen_(?:agentchat|core|ext)\./.test(provider)) return;
  const pointer = pointerOf("tools", tool);
  draft.opaque.push({ pointer, why: "foreign-component", name: provider, place });
}

type Coded = { readonly agent: string; readonly name: string; readonly at: Segments };

/** Python that stands in the file: pinned, so that a change shows, and read by nobody here. */
function addCode(source: Source, { agent, name, at }: Coded): { readonly artifact?: string } {
  const key = [...at, "config", "source_code"];
  const code = valueAt(source.document, key);
  if (typeof code !== "string") return {};
  const place = placeIn(source.document, ...key);
  const id = joinedId("code", agent, nativeId(name));
  const sha256 = sha256Hex(code);
  const file = source.document.path.split("/").at(-1) ?? "";
  const value = { uri: `${file}#${agent}/${name}`, sha256 };
  const pointer = put(source.draft, ["artifacts", id], { value, place });
  source.draft.opaque.push({ pointer, why: "code-inline", name, sha256, place });
  return { artifact: id };
}

/** A server of tools, or tools that are bundled without one. */
function addWorkbench(source: Source, { agent, at, index }: Tool): void {
  const { draft, document } = source;
  const provider = requiredText(source, [...at, "provider"]);
  const under = ["workbenches", joinedId(agent, String(index))];
  keepLeftovers(source, { format: FORMAT, at, mapped: new Set(["config", "provider"]), under });
  const config = [...at, "config"];
  const place = placeIn(document, ...at, "provider");
  const given = { agent, tool: `workbench ${index}`, kind: "component", target: provider } as const;
  grant(draft, { ...given, effect: "irreversible", place });
  const isServer = isJsonObject(valueAt(document, [...config, "server_params"]));
  if (isServer) {
    const id = joinedId(agent, "mcp", String(index));
    const name = `${agent} workbench ${index}`;
    addMcpServer(source, {
      format: FORMAT,
      id,
      name,
      owner: agent,
      at: [...config, "server_params"],
    });
  }
  for (const tool of isServer ? [] : listAt(source, [...config, "tools"]).keys()) {
    addTool(source, { agent, at: [...config, "tools", String(tool)], index: tool });
  }
  const mapped = new Set([isServer ? "server_params" : "tools"]);
  keepLeftovers(source, { format: FORMAT, at: config, mapped, under: [...under, "config"] });
}
