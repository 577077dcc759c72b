import { isJsonObject } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { addPrompt, connect, grant } from "./draft-graph.ts";
import { LANGGRAPH_FILE, nodeOfPrompt } from "./langgraph-files.ts";
import { parseNativeJson, placeIn } from "./native-document.ts";
import {
  keysAt,
  objectAt,
  optionalText,
  refuseKey,
  requiredText,
  type Segments,
  type Source,
  valueAt,
  isWritten,
} from "./native-fields.ts";
import type { NativeFile } from "./native-file.ts";
import { nativeId } from "./native-id.ts";
import { readNativeText } from "./native-text.ts";
import { codeArtifactId } from "./pin-files.ts";
import { refuseSecrets } from "./secret-literal.ts";
import { addNode, type Draft, END, refuse, START } from "./system-draft.ts";
import { keepLeftovers } from "./unmapped-keys.ts";

const FORMAT = "langgraph";

type Deployment = {
  readonly definitions: readonly NativeFile[];
  /** Every other file of the system, by its path below the system's folder. */
  readonly code: ReadonlyMap<string, NativeFile>;
};

/**
 * What LangGraph is told to serve. The graphs themselves are code: each is one node here, pinned by
 * digest. Prompts that the code reads from `prompts/<node>.md` are governed as prompts.
 */
export function importLangGraph(draft: Draft, { definitions, code }: Deployment): void {
  for (const { path, file, bytes } of definitions) {
    if (file !== LANGGRAPH_FILE) continue;
    const document = parseNativeJson(path, bytes);
    if (!document.ok) {
      draft.findings.push(...document.refusal);
      continue;
    }
    const source: Source = { draft, document: document.value };
    refuseSecrets(source);
    addGraphs(source, code);
    addPointers(source, code);
    const mapped = new Set(["graphs", "$schema"]);
    keepLeftovers(source, { format: FORMAT, at: [], mapped, under: ["deployment"] });
  }
  for (const file of definitions) addNodePrompt(draft, file, code);
}

function addGraphs(source: Source, code: Deployment["code"]): void {
  const { draft, document } = source;
  const names = keysAt(source, ["graphs"]);
  if (names.length === 0) return refuseKey(source, ["graphs"], "missing-key");
  for (const name of names) {
    const at = ["graphs", name];
    const isObject = isJsonObject(valueAt(document, at));
    const key = isObject ? [...at, "path"] : at;
    const target = requiredText(source, key);
    if (target === "") continue;
    const id = `graph--${nativeId(name)}`;
    const place = placeIn(document, ...key);
    addNode(draft, id, { node: { kind: "router" }, place: placeIn(document, ...at) });
    connect(draft, [START, id], place);
    connect(draft, [id, END], place);
    addCode(source, { id, key, target, code });
    if (!isObject) continue;
    const under = ["graphs", id];
    keepLeftovers(source, { format: FORMAT, at, mapped: new Set(["path"]), under });
  }
}

type Pointed = {
  readonly id: string;
  readonly key: Segments;
  /** `./src/agent.py:graph`. */
  readonly target: string;
  readonly code: Deployment["code"];
};

function addCode(source: Source, { id, key, target, code }: Pointed): void {
  const { draft, document } = source;
  const place = placeIn(document, ...key);
  const file = (target.split(":")[0] ?? "").replace(/^(?:\.\/)+/, "");
  if (/(?:^|\/)\.\.(?:\/|$)|^[/~\\]/.test(file)) {
    const pointer = pointerOf(...key);
    return refuse(draft, { ...place, pointer }, { problem: "outside", key: key.at(-1) ?? "" });
  }
  const isHere = code.has(file);
  const artifact = isHere ? { artifact: codeArtifactId(file) } : {};
  const given = { agent: id, tool: "code", kind: "code", target } as const;
  const tool = grant(draft, { ...given, effect: "irreversible", place, ...artifact });
  const pointer = pointerOf("tools", tool);
  const why = isHere ? "file-in-code" : "code-missing";
  draft.opaque.push({ pointer, why, name: target, place });
}

/** Other places where the file names code that runs: who is let in, what is served beside. */
const POINTERS: readonly Segments[] = [
  ["auth", "path"],
  ["http", "app"],
  ["checkpointer", "path"],
  ["store", "index", "embed"],
  ["encryption", "path"],
];

function addPointers(source: Source, code: Deployment["code"]): void {
  for (const key of POINTERS) {
    const parent = key.slice(0, -1);
    if (isWritten(source, parent) && !isJsonObject(valueAt(source.document, parent))) {
      objectAt(source, parent);
      continue;
    }
    const target = optionalText(source, key);
    if (target === undefined || !/\.(?:py|[cm]?[jt]s):/.test(target)) continue;
    const place = placeIn(source.document, ...key);
    const id = `code--${nativeId(key.join(" "))}`;
    addNode(source.draft, id, { node: { kind: "router" }, place });
    connect(source.draft, [START, id], place);
    connect(source.draft, [id, END], place);
    addCode(source, { id, key, target, code });
  }
}

function addNodePrompt(draft: Draft, file: NativeFile, code: Deployment["code"]): void {
  const node = nodeOfPrompt(file.file);
  if (node === undefined) return;
  const text = readNativeText(file.path, file.bytes);
  if (!text.ok) {
    draft.findings.push(...text.refusal);
    return;
  }
  const place = { path: file.path, line: 1, column: 1 };
  if (!isNamed(node, code)) {
    return refuse(
      draft,
      { ...place, pointer: `/prompts/${nativeId(node)}` },
      { problem: "node-unknown", name: node },
    );
  }
  const id = `node--${nativeId(node)}`;
  const lines = text.value
    .trimEnd()
    .split("\n")
    .map((line, index) => ({ line: index + 1, text: line }));
  addPrompt(draft, id, { place, parts: [{ text: text.value.trimEnd() }], lines });
  addNode(draft, id, { node: { kind: "template", prompt: id }, place });
  connect(draft, [START, id], place);
  connect(draft, [id, END], place);
}

/** Some file of the code says the node's name in quotes; a prompt for no node would wait for its day. */
function isNamed(node: string, code: Deployment["code"]): boolean {
  const decoder = new TextDecoder();
  return [...code.values()].some(({ file, bytes }) => {
    if (!/\.(?:py|[cm]?[jt]s)$/.test(file)) return false;
    const text = decoder.decode(bytes);
    return text.includes(`"${node}"`) || text.includes(`'${node}'`);
  });
}
