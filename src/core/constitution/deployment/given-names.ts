import type { System, SystemVersion } from "../../ir/system.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { type CodeToken, readCode, valueAt } from "../code/read-code.ts";

const decoder = new TextDecoder();

/**
 * Tells whether anything ever gives a field of that name: the input, a template, a model, or a tool
 * that writes it, be it from its data. To name a field in a comment or to ask for it gives nothing.
 */
export function givenNames(version: SystemVersion): (name: string) => boolean {
  const known = GIVEN.get(version) ?? givenIn(version);
  GIVEN.set(version, known);
  return known;
}

/** Several rules ask of one version, and its code is read for the first of them. */
const GIVEN = new WeakMap<SystemVersion, (name: string) => boolean>();

function givenIn(version: SystemVersion): (name: string) => boolean {
  let files: readonly Writes[] | undefined;
  return (name) =>
    isPromised(version.system, name) ||
    (files ??= writingFiles(version)).some((writes) => writes(name));
}

/** Without any code being read. What runs elsewhere is known by its bytes, and may give anything. */
function isPromised({ contract, graph, tools }: System, name: string): boolean {
  return (
    propertiesOf(contract.input).includes(name) ||
    Object.values(graph.nodes).some((node) => outputOf(node) === name) ||
    Object.values(tools).some(({ file }) => file === undefined)
  );
}

function outputOf({ kind, output }: System["graph"]["nodes"][string]): string | undefined {
  if (kind === "template") return output ?? "reply";
  return kind === "model" ? output : undefined;
}

function propertiesOf(schema: Json): readonly string[] {
  const properties = isJsonObject(schema) ? schema["properties"] : undefined;
  return isJsonObject(properties) ? Object.keys(properties) : [];
}

type Writes = (name: string) => boolean;

function writingFiles({ files }: SystemVersion): readonly Writes[] {
  return [...files].flatMap(([file, bytes]) => {
    const namesIn = file.startsWith("tools/")
      ? writtenIn
      : file.startsWith("data/")
        ? keysIn
        : undefined;
    return namesIn === undefined ? [] : [writing(bytes, namesIn)];
  });
}

/** A file that has the name nowhere cannot give it, unless an escape stands for a part of it. */
function writing(bytes: Uint8Array, namesIn: (text: string) => ReadonlySet<string>): Writes {
  let text: string | undefined;
  let names: ReadonlySet<string> | undefined;
  return (name) => {
    text ??= decoder.decode(bytes);
    if (!text.includes(name) && !text.includes("\\")) return false;
    names ??= namesIn(text);
    return names.has(name);
  };
}

/** `{name: …}`, `{name}` outside of patterns, `x.name = …`. */
function writtenIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  const tokens = readCode(text);
  for (const [at, { kind, value }] of tokens.entries()) {
    const isNamed = kind === "name" || kind === "text";
    if (isNamed && (isMember(tokens, at) || isAssigned(tokens, at))) names.add(value);
  }
  return names;
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

function keysIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, key] of text.matchAll(/"([A-Za-z][A-Za-z0-9_-]{0,62})"\s*:/g)) {
    if (key !== undefined) names.add(key);
  }
  return names;
}
