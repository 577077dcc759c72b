import { COLLECTION_STYLE, type Event, EVENT_ID, type ScalarEvent } from "js-yaml";
import type { Finding } from "../../gate/finding.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { type Pointer, pointerOf } from "../../kernel/pointer.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import { type LineIndex, lineIndexOf } from "../line-index.ts";
import { schemaFinding } from "../schema-finding.ts";
import type { Position } from "../system.ts";
import type { NativeDocument, Span } from "./native-document.ts";
import { nativeGapTroubles } from "./native-yaml-gaps.ts";
import { readNativeScalar } from "./native-yaml-scalar.ts";

export type YamlEvents = {
  readonly path: string;
  readonly source: string;
  readonly events: readonly Event[];
};

type Anchored = { readonly value: Json; readonly nodes: number };

type Reading = YamlEvents & {
  next: number;
  /** Values read so far, those behind aliases counted each time: small files can mean large ones. */
  nodes: number;
  lastKey: number;
  readonly anchors: Map<string, Anchored>;
  readonly lines: LineIndex;
  readonly positions: Map<Pointer, Position>;
  readonly spans: Map<Pointer, Span>;
  readonly findings: Finding[];
};

type At = { readonly pointer: Pointer; readonly inFlow: boolean };

const MAX_FINDINGS = 50;
const MAX_NODES = 20_000;

/** Names that JavaScript gives a meaning of its own. */
const PROTOTYPE = new Set(["__proto__", "constructor", "prototype"]);

/** The value of a document as people wrote it, whatever it is, and where everything stands. */
export type NativeValue = Omit<NativeDocument, "value"> & { readonly value: Json };

/** Builds the value of the one document, which holds an object, and keeps where everything stands. */
export function readNativeEvents(yaml: YamlEvents): Result<NativeDocument, readonly Finding[]> {
  const isMapping = yaml.events[1]?.type === EVENT_ID.MAPPING;
  const read = readNativeValue(yaml, isMapping ? [] : ["root-not-a-mapping"]);
  if (!read.ok) return read;
  const { value, ...rest } = read.value;
  if (!isJsonObject(value)) throw new TypeError("a mapping is read as an object");
  return accepted({ ...rest, value });
}

/** The same for whatever the document holds; `problems` of its root are told with the others. */
export function readNativeValue(
  yaml: YamlEvents,
  problems: readonly string[] = [],
): Result<NativeValue, readonly Finding[]> {
  const reading: Reading = {
    ...yaml,
    next: 1,
    nodes: 0,
    lastKey: 0,
    anchors: new Map(),
    lines: lineIndexOf(yaml.source),
    positions: new Map([["", { path: yaml.path, line: 1, column: 1 }]]),
    spans: new Map(),
    findings: [],
  };
  for (const { at, problem } of nativeGapTroubles(yaml.source, yaml.events)) {
    refuse(reading, at, problem);
  }
  for (const problem of problems) refuse(reading, 0, problem);
  if (reading.findings.length > 0) return refused(reading.findings.slice(0, MAX_FINDINGS));
  const value = readNode(reading, { pointer: "", inFlow: false });
  if (reading.findings.length > 0) return refused(reading.findings.slice(0, MAX_FINDINGS));
  const { path, positions, spans } = reading;
  return accepted({ path, value, positions, spans, lines: yaml.source.split("\n") });
}

function readNode(reading: Reading, at: At): Json {
  const event = take(reading);
  const before = reading.nodes;
  reading.nodes += 1;
  if (reading.nodes > MAX_NODES) return refuse(reading, reading.lastKey, "too-many-values");
  const value = readValue(reading, event, at);
  if (event !== undefined && "tagStart" in event && event.tagStart !== -1) {
    refuse(reading, event.tagStart, "tag");
  }
  if (event !== undefined && event.type !== EVENT_ID.ALIAS && "anchorStart" in event) {
    if (event.anchorStart !== -1) {
      const name = reading.source.slice(event.anchorStart, event.anchorEnd);
      reading.anchors.set(name, { value, nodes: reading.nodes - before });
    }
  }
  return value;
}

function readValue(reading: Reading, event: Event | undefined, at: At): Json {
  switch (event?.type) {
    case EVENT_ID.SCALAR:
      return readText(reading, event, at);
    case EVENT_ID.SEQUENCE:
      return readSequence(reading, { ...at, inFlow: event.style === COLLECTION_STYLE.FLOW });
    case EVENT_ID.MAPPING: {
      const inFlow = event.style === COLLECTION_STYLE.FLOW;
      if (inFlow && reading.source[event.start] !== "{") refuse(reading, event.start, "flow-pair");
      return readMapping(reading, { ...at, inFlow });
    }
    case EVENT_ID.ALIAS: {
      const name = reading.source.slice(event.anchorStart, event.anchorEnd);
      const anchored = reading.anchors.get(name);
      if (anchored === undefined) return refuse(reading, event.anchorStart, "alias");
      reading.nodes += anchored.nodes;
      return anchored.value;
    }
    default:
      return refuse(reading, reading.lastKey, "malformed");
  }
}

function readText(reading: Reading, event: ScalarEvent, { pointer, inFlow }: At): Json {
  const scalar = readNativeScalar(reading.source, event, inFlow);
  if (scalar.kind === "trouble") return refuse(reading, event.valueStart, scalar.problem);
  const first = reading.positions.get(pointer)?.line;
  if (first !== undefined && event.valueEnd > event.valueStart) {
    const end = reading.source.slice(event.valueStart, event.valueEnd).trimEnd().length;
    const last = reading.lines.at(event.valueStart + Math.max(end - 1, 0)).line;
    reading.spans.set(pointer, { first, last: Math.max(first, last) });
  }
  return scalar.value;
}

function readSequence(reading: Reading, at: At): Json {
  const items: Json[] = [];
  while (!atEnd(reading)) {
    const pointer = at.pointer + pointerOf(String(items.length));
    mark(reading, pointer, startOf(reading.events[reading.next]));
    items.push(readNode(reading, { ...at, pointer }));
  }
  reading.next += 1;
  return items;
}

function readMapping(reading: Reading, at: At): Json {
  const members: { [key: string]: Json } = Object.create(null);
  const folded = new Set<string>();
  while (!atEnd(reading)) {
    const event = take(reading);
    if (event?.type !== EVENT_ID.SCALAR) {
      reading.next = reading.events.length;
      return refuse(reading, startOf(event), "complex-key");
    }
    const key = keyOf(reading, event);
    reading.lastKey = Math.max(event.valueStart, reading.lastKey);
    if (folded.has(key.toLowerCase())) {
      const place = placeAt(reading, event.valueStart);
      reading.findings.push(schemaFinding("yaml-duplicate-key", place, { key }));
    }
    folded.add(key.toLowerCase());
    const pointer = at.pointer + pointerOf(key);
    mark(reading, pointer, event.valueStart);
    members[key] = readNode(reading, { ...at, pointer });
  }
  reading.next += 1;
  return members;
}

function keyOf(reading: Reading, event: ScalarEvent): string {
  const key = readNativeScalar(reading.source, event, false);
  if (key.kind === "value" && typeof key.value === "string" && key.value.length <= 200) {
    if (!PROTOTYPE.has(key.value) && !key.value.includes("\n")) return key.value;
  }
  const isMerge = reading.source.slice(event.valueStart, event.valueEnd) === "<<";
  refuse(reading, event.valueStart, isMerge ? "merge-key" : "key-pattern");
  // A refused key still needs a name of its own, or its neighbours would look like duplicates.
  return `refused-${event.valueStart}-${reading.next}`;
}

function take(reading: Reading): Event | undefined {
  const event = reading.events[reading.next];
  reading.next += 1;
  return event;
}

function atEnd(reading: Reading): boolean {
  const event = reading.events[reading.next];
  const isFull = reading.findings.length > MAX_FINDINGS;
  return event === undefined || event.type === EVENT_ID.POP || isFull;
}

function startOf(event: Event | undefined): number {
  if (event?.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event?.type === EVENT_ID.ALIAS) return event.anchorStart;
  return event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE ? event.start : 0;
}

function mark(reading: Reading, pointer: Pointer, offset: number): void {
  reading.positions.set(pointer, placeAt(reading, offset));
}

function refuse(reading: Reading, offset: number, problem: string): null {
  const place = placeAt(reading, offset);
  reading.findings.push(schemaFinding("yaml-ambiguous", place, { problem }));
  return null;
}

function placeAt(reading: Reading, offset: number): Position {
  return { path: reading.path, ...reading.lines.at(offset < 0 ? reading.lastKey : offset) };
}
