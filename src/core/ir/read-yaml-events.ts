import {
  COLLECTION_STYLE,
  type Event,
  EVENT_ID,
  type MappingEvent,
  type ScalarEvent,
} from "js-yaml";
import type { Finding } from "../gate/finding.ts";
import type { Json } from "../kernel/json.ts";
import type { Pointer } from "../kernel/pointer.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import { type LineIndex, lineIndexOf } from "./line-index.ts";
import { schemaFinding } from "./schema-finding.ts";
import type { Position, Positions } from "./system.ts";
import { gapTroubles } from "./yaml-gaps.ts";
import { columnOfKey, startOf } from "./yaml-layout.ts";
import { readKey, readScalar } from "./yaml-scalar.ts";

type YamlEvents = {
  readonly path: string;
  readonly source: string;
  readonly events: readonly Event[];
};

type Reading = YamlEvents & {
  next: number;
  /** Where the last key stands: an empty value has no offset of its own. */
  lastKey: number;
  readonly lines: LineIndex;
  readonly positions: Map<Pointer, Position>;
  readonly findings: Finding[];
};

/** More would bury the first ones; the file is refused either way. */
const MAX_FINDINGS = 50;

/** Builds the value of the one document, keeping where each pointer stands; refuses by the profile. */
export function readYamlEvents(
  yaml: YamlEvents,
): Result<{ readonly value: Json; readonly positions: Positions }, readonly Finding[]> {
  const reading: Reading = {
    ...yaml,
    next: 1,
    lastKey: 0,
    lines: lineIndexOf(yaml.source),
    positions: new Map([["", { path: yaml.path, line: 1, column: 1 }]]),
    findings: [],
  };
  for (const gap of gapTroubles(yaml.source, yaml.events)) refuse(reading, gap.at, gap.problem);
  if (yaml.events[1]?.type !== EVENT_ID.MAPPING) refuse(reading, 0, "root-not-a-mapping");
  if (reading.findings.length > 0) return refused(reading.findings.slice(0, MAX_FINDINGS));
  const value = readNode(reading, "");
  return reading.findings.length > 0
    ? refused(reading.findings.slice(0, MAX_FINDINGS))
    : accepted({ value, positions: reading.positions });
}

function readNode(reading: Reading, pointer: Pointer): Json {
  const event = take(reading);
  switch (event?.type) {
    case EVENT_ID.SCALAR:
      return scalarOf(reading, event);
    case EVENT_ID.SEQUENCE:
      return readSequence(reading, pointer);
    case EVENT_ID.MAPPING:
      if (event.style === COLLECTION_STYLE.FLOW && reading.source[event.start] !== "{") {
        refuse(reading, event.start, "flow-pair");
      }
      return readMapping(reading, pointer, event);
    default:
      refuse(reading, 0, "alias");
      return null;
  }
}

function readSequence(reading: Reading, pointer: Pointer): Json {
  const items: Json[] = [];
  while (!atEnd(reading)) {
    const child = `${pointer}/${items.length}`;
    mark(reading, child, startOf(reading.events[reading.next]) ?? -1);
    items.push(readNode(reading, child));
  }
  reading.next += 1;
  return items;
}

function readMapping(reading: Reading, pointer: Pointer, mapping: MappingEvent): Json {
  const members: { [key: string]: Json } = Object.create(null);
  const folded = new Set<string>();
  const isBlock = mapping.style === COLLECTION_STYLE.BLOCK;
  const first = startOf(reading.events[reading.next]) ?? 0;
  const column = isBlock ? (columnOfKey(reading.source, first) ?? -1) : undefined;
  while (!atEnd(reading)) {
    const event = take(reading);
    if (event?.type !== EVENT_ID.SCALAR) {
      refuse(reading, startOf(event) ?? -1, "complex-key");
      reading.next = reading.events.length;
      return null;
    }
    checkKeyPlace(reading, event.valueStart, column);
    const key = keyOf(reading, event);
    reading.lastKey = Math.max(event.valueStart, reading.lastKey);
    const lower = key.toLowerCase();
    if (folded.has(lower)) refuseDuplicate(reading, event.valueStart, key);
    folded.add(lower);
    // A key of the profile has nothing that a pointer would escape.
    const child = `${pointer}/${key}`;
    mark(reading, child, event.valueStart);
    members[key] = readNode(reading, child);
  }
  reading.next += 1;
  return members;
}

/** js-yaml lets a key of the mapping around stand behind a value, where others see an error. */
function checkKeyPlace(reading: Reading, at: number, column: number | undefined): void {
  if (column === undefined || column === columnOfKey(reading.source, at)) return;
  refuse(reading, at, "key-not-in-line");
}

function keyOf(reading: Reading, event: ScalarEvent): string {
  const key = readKey(reading.source, event);
  if (key.kind === "value") return String(key.value);
  refuse(reading, event.valueStart, key.problem);
  // A refused key still needs a name of its own, or its neighbours would look like duplicates.
  return `refused-${event.valueStart}-${reading.next}`;
}

function scalarOf(reading: Reading, event: ScalarEvent): Json {
  const scalar = readScalar(reading.source, event);
  if (scalar.kind === "value") return scalar.value;
  refuse(reading, event.valueStart, scalar.problem);
  return null;
}

function take(reading: Reading): Event | undefined {
  const event = reading.events[reading.next];
  reading.next += 1;
  return event;
}

function atEnd(reading: Reading): boolean {
  const event = reading.events[reading.next];
  return (
    event === undefined || event.type === EVENT_ID.POP || reading.findings.length > MAX_FINDINGS
  );
}

function mark(reading: Reading, pointer: Pointer, offset: number): void {
  reading.positions.set(pointer, placeAt(reading, offset));
}

function refuse(reading: Reading, offset: number, problem: string): void {
  reading.findings.push(schemaFinding("yaml-ambiguous", placeAt(reading, offset), { problem }));
}

/** Keys that differ in case alone count as one: a reader who skims takes them for one. */
function refuseDuplicate(reading: Reading, offset: number, key: string): void {
  reading.findings.push(schemaFinding("yaml-duplicate-key", placeAt(reading, offset), { key }));
}

function placeAt(reading: Reading, offset: number): Position {
  const { line, column } = reading.lines.at(offset < 0 ? reading.lastKey : offset);
  return { path: reading.path, line, column };
}
