import { pointerOf } from "../../kernel/pointer.ts";
import type { Position } from "../system.ts";
import { addReach, connect } from "./draft-graph.ts";
import { placeIn } from "./native-document.ts";
import {
  keysAt,
  optionalText,
  refuseKey,
  type Segments,
  type Source,
  textsAt,
} from "./native-fields.ts";
import { joinedId, nativeId } from "./native-id.ts";
import type { NativeFormat } from "./native-source.ts";
import { addNode, END, put } from "./system-draft.ts";
import { keepLeftovers } from "./unmapped-keys.ts";

type Server = {
  readonly format: NativeFormat;
  /** The server as a tool of the system. */
  readonly id: string;
  readonly name: string;
  /** The node from which a run reaches it. */
  readonly owner: string;
  readonly at: Segments;
};

const MAPPED = new Set(["type", "transport", "command", "args", "env", "cwd", "url", "headers"]);

/**
 * A tool server by its protocol: a program that is started, or an address that is asked. What it
 * offers is its own affair, so it counts as able to do anything, and each part of how it is reached
 * (program, argument, variable, address, header) is a capability on its own line.
 */
export function addMcpServer(source: Source, server: Server): void {
  const { draft, document } = source;
  const { id, at, format } = server;
  const place = placeIn(document, ...at);
  put(draft, ["tools", id], { value: { effect: "irreversible", needs: [id] }, place });
  put(draft, ["capabilities", id], {
    value: { kind: "mcp-server", target: server.name, access: "write", grant: [id] },
    place,
  });
  addNode(draft, id, { node: { kind: "tool", tool: id }, place });
  connect(draft, [server.owner, id], place);
  connect(draft, [id, END], place);
  addTransport(source, server);
  addMembers(source, server, { key: "env", kind: "mcp-env" });
  addMembers(source, server, { key: "headers", kind: "mcp-header" });
  keepLeftovers(source, { format, at, mapped: MAPPED, under: ["mcpServers", id] });
  draft.opaque.push({
    pointer: pointerOf("tools", id),
    why: "mcp-server",
    name: server.name,
    place,
  });
}

function addTransport(source: Source, server: Server): void {
  const { document } = source;
  const { at } = server;
  const [command, url] = [optionalText(source, [...at, "command"]), urlOf(source, at)];
  if (command === undefined && url === undefined) {
    refuseKey(source, [...at, "command"], "missing-key");
    return;
  }
  const single = { type: "mcp-transport", transport: "mcp-transport", cwd: "mcp-folder" } as const;
  for (const [key, kind] of Object.entries({ ...single, command: "mcp-program", url: "mcp-url" })) {
    const target = optionalText(source, [...at, key]);
    if (target === undefined) continue;
    reach(source, server, { name: key, kind, target, place: placeIn(document, ...at, key) });
  }
  const args = textsAt(source, [...at, "args"]);
  for (const [index, { text, place }] of args.entries()) {
    reach(source, server, { name: `arg ${index}`, kind: "mcp-argument", target: text, place });
  }
}

function urlOf(source: Source, at: Segments): string | undefined {
  return optionalText(source, [...at, "url"]);
}

function addMembers(
  source: Source,
  server: Server,
  { key, kind }: { readonly key: string; readonly kind: string },
): void {
  for (const name of keysAt(source, [...server.at, key])) {
    const at = [...server.at, key, name];
    const value = optionalText(source, at);
    if (value === undefined) continue;
    const place = placeIn(source.document, ...at);
    reach(source, server, { name: `${key} ${name}`, kind, target: `${name}=${value}`, place });
    for (const [, variable = ""] of value.matchAll(/\$\{([A-Z][A-Z0-9_]{0,62})(?::-[^}]*)?\}/g)) {
      const id = joinedId(server.id, nativeId(name), nativeId(variable));
      put(source.draft, ["secrets", id], { value: { env: variable }, place });
    }
  }
}

type Way = {
  readonly name: string;
  readonly kind: string;
  readonly target: string;
  readonly place: Position;
};

function reach({ draft }: Source, { id }: Server, way: Way): void {
  addReach(draft, { tool: id, ...way });
}
