import type { SystemVersion } from "../../ir/system.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { type CodeToken, readCode, valueAt } from "../code/read-code.ts";

/**
 * Tells whether anything ever gives a field of that name: the input, a template, a model, or a tool
 * that writes it, be it from its data. To name a field in a comment or to ask for it gives nothing.
 */
export function givenNames(version: SystemVersion): (name: string) => boolean {
  const { contract, graph, tools } = version.system;
  const named = new Set([
    ...propertiesOf(contract.input),
    ...Object.values(graph.nodes).flatMap(({ kind, output }) =>
      kind === "template" ? [output ?? "reply"] : kind === "model" ? (output ?? []) : [],
    ),
  ]);
  // What runs elsewhere is known by its bytes alone, and may give anything.
  const isOpaque = Object.values(tools).some(({ file }) => file === undefined);
  let written: ReadonlySet<string> | undefined;
  return (name) => {
    if (isOpaque || named.has(name)) return true;
    written ??= writtenNames(version);
    return written.has(name);
  };
}

function propertiesOf(schema: Json): readonly string[] {
  const properties = isJsonObject(schema) ? schema["properties"] : undefined;
  return isJsonObject(properties) ? Object.keys(properties) : [];
}

function writtenNames({ files }: SystemVersion): ReadonlySet<string> {
  const decoder = new TextDecoder();
  const names = new Set<string>();
  for (const [file, bytes] of files) {
    const text = decoder.decode(bytes);
    if (file.startsWith("tools/")) addWritten(text, names);
    if (file.startsWith("data/")) addKeys(text, names);
  }
  return names;
}

/** `{name: …}`, `{name}` outside of patterns, `x.name = …`. */
function addWritten(text: string, names: Set<string>): void {
  const tokens = readCode(text);
  for (const [at, { kind, value }] of tokens.entries()) {
    const isNamed = kind === "name" || kind === "text";
    if (isNamed && (isMember(tokens, at) || isAssigned(tokens, at))) names.add(value);
  }
}

function isMember(tokens: readonly CodeToken[], at: number): boolean {
  if (!/^[{,]$/.test(valueAt(tokens, at - 1))) return false;
  const after = valueAt(tokens, at + 1);
  return after === ":" || (/^[,}]$/.test(after) && !isPicking(tokens, at));
}

function isAssigned(tokens: readonly CodeToken[], at: number): boolean {
  const [before, after] = [valueAt(tokens, at - 1), valueAt(tokens, at + 1)];
  if (before === ".") return after === "=";
  return before === "[" && after === "]" && valueAt(tokens, at + 2) === "=";
}

/** `const {name} = input` and `({name}) =>` ask; they give nothing. */
function isPicking(tokens: ReturnType<typeof readCode>, at: number): boolean {
  const end = tokens.findIndex(({ value }, index) => index > at && value === "}");
  const after = valueAt(tokens, end + 1);
  return after === "=" || (/^[,)]$/.test(after) && isParameter(tokens, end));
}

function isParameter(tokens: ReturnType<typeof readCode>, from: number): boolean {
  const end = tokens.findIndex(({ value }, index) => index > from && value === ")");
  return /^(?:\{|=>)$/.test(valueAt(tokens, end + 1));
}

function addKeys(text: string, names: Set<string>): void {
  for (const [, key] of text.matchAll(/"([A-Za-z][A-Za-z0-9_-]{0,62})"\s*:/g)) {
    if (key !== undefined) names.add(key);
  }
}
