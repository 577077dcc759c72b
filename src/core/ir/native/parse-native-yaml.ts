import { type Event, EVENT_ID, parseEvents, YAMLException } from "js-yaml";
import type { Finding } from "../../gate/finding.ts";
import { refused, type Result } from "../../kernel/result.ts";
import { lineIndexOf } from "../line-index.ts";
import { schemaFinding } from "../schema-finding.ts";
import type { NativeDocument } from "./native-document.ts";
import { readNativeText } from "./native-text.ts";
import {
  type NativeValue,
  readNativeEvents,
  readNativeValue,
  type YamlEvents,
} from "./read-native-events.ts";

const MAX_CHARACTERS = 256 * 1024;
const MAX_EVENTS = 20_000;
const MAX_DEPTH = 20;

/**
 * Reads YAML as people write it for other frameworks: folded text, anchors, quoted keys. Whatever
 * two readers could take for two values is still refused, with line and column. It never throws.
 */
export function parseNativeYaml(
  path: string,
  bytes: Uint8Array,
): Result<NativeDocument, readonly Finding[]> {
  const text = readNativeText(path, bytes);
  return text.ok ? parseNativeYamlText(path, text.value) : text;
}

/** The same for a document that may hold anything, such as a list. */
export function parseNativeYamlValue(
  path: string,
  bytes: Uint8Array,
): Result<NativeValue, readonly Finding[]> {
  const text = readNativeText(path, bytes);
  return text.ok ? readDocument(path, text.value, readNativeValue) : text;
}

/** The same for text that was cut out of a file and keeps its line numbers. */
export function parseNativeYamlText(
  path: string,
  text: string,
): Result<NativeDocument, readonly Finding[]> {
  return readDocument(path, text, readNativeEvents);
}

function readDocument<Document>(
  path: string,
  text: string,
  read: (yaml: YamlEvents) => Result<Document, readonly Finding[]>,
): Result<Document, readonly Finding[]> {
  const source = text.endsWith("\n") ? text : `${text}\n`;
  if (source.length > MAX_CHARACTERS) return refused([tooLarge(path, source.length)]);
  try {
    const events = parseEvents(source, { maxDepth: MAX_DEPTH });
    if (events.length > MAX_EVENTS) return refused([tooLarge(path, events.length)]);
    const trouble = documentTrouble(events);
    if (trouble === undefined) return read({ path, source, events });
    return refused([schemaFinding(trouble.code, { path, line: 1, column: 1 }, trouble)]);
  } catch (fault) {
    return refused([unreadable(path, source, fault)]);
  }
}

function tooLarge(path: string, size: number): Finding {
  return schemaFinding("yaml-too-large", { path }, { size: String(size), limit: "256 KiB" });
}

type Trouble = { readonly code: "yaml-unreadable" | "yaml-ambiguous"; readonly problem: string };

/** One document, which may begin with `---`; a second one is read by some and dropped by others. */
function documentTrouble(events: readonly Event[]): Trouble | undefined {
  const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT);
  const [first] = documents;
  if (first === undefined) return { code: "yaml-unreadable", problem: "empty" };
  const isPlain = documents.length === 1 && !first.explicitEnd && first.directives.length === 0;
  return isPlain ? undefined : { code: "yaml-ambiguous", problem: "document-marker" };
}

function unreadable(path: string, source: string, fault: unknown): Finding {
  if (!(fault instanceof YAMLException)) throw fault;
  const place = { path, ...lineIndexOf(source).at(fault.mark?.position ?? 0) };
  if (fault.reason.startsWith("nesting exceeded")) {
    return schemaFinding("yaml-too-deep", place, { limit: String(MAX_DEPTH) });
  }
  const detail = fault.reason.slice(0, 200);
  return schemaFinding("yaml-unreadable", place, { problem: "malformed", detail });
}
