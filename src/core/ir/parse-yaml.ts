import { type Event, EVENT_ID, parseEvents, YAMLException } from "js-yaml";
import type { Finding } from "../gate/finding.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import { decodeText } from "./decode-text.ts";
import { lineIndexOf } from "./line-index.ts";
import { readYamlEvents } from "./read-yaml-events.ts";
import { startOf } from "./yaml-layout.ts";
import { schemaFinding } from "./schema-finding.ts";
import type { SourceDocument } from "./source-document.ts";
import { checkYamlText } from "./yaml-text.ts";

/** How much of one file is read before it is refused. */
export type YamlLimits = { readonly maxBytes: number; readonly maxEvents: number };

const LIMITS: YamlLimits = { maxBytes: 128 * 1024, maxEvents: 20_000 };
const MAX_DEPTH = 20;

/**
 * Reads YAML of the strict profile: whatever two parsers could read differently is refused, with
 * line and column. Answers for any bytes; it never throws.
 */
export function parseYaml(
  path: string,
  bytes: Uint8Array,
  { maxBytes, maxEvents }: YamlLimits = LIMITS,
): Result<SourceDocument, readonly Finding[]> {
  const decoded = decodeText(path, bytes, { maxBytes, tooLarge: "yaml-too-large" });
  if (!decoded.ok) return decoded;
  const troubles = checkYamlText(path, decoded.value);
  if (troubles.length > 0) return refused(troubles);
  const crowded = crowdedAt(decoded.value, maxEvents);
  if (crowded !== undefined)
    return refused([tooMany({ path, source: decoded.value, at: crowded }, maxEvents)]);
  const events = readEvents(path, decoded.value, maxEvents);
  if (!events.ok) return events;
  const document = readYamlEvents({ path, source: decoded.value, events: events.value });
  return document.ok ? accepted({ path, ...document.value }) : document;
}

function readEvents(
  path: string,
  source: string,
  maxEvents: number,
): Result<readonly Event[], readonly Finding[]> {
  try {
    const events = parseEvents(source, { maxDepth: MAX_DEPTH });
    if (events.length > maxEvents) {
      const at = startOf(events[maxEvents]) ?? source.length;
      return refused([tooMany({ path, source, at }, maxEvents)]);
    }
    return documentOf(path, events);
  } catch (fault) {
    return refused([unreadable(path, source, fault)]);
  }
}

const LINE_FEED = 10;
const COMMA = 44;

/**
 * Where a text has more lines and commas than it may have nodes. It would be refused in the end; by
 * then the parser has spent most of what such a file can cost.
 */
function crowdedAt(source: string, limit: number): number | undefined {
  let left = limit;
  for (let at = 0; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (code !== LINE_FEED && code !== COMMA) continue;
    left -= 1;
    if (left < 0) return at;
  }
  return undefined;
}

type Spot = { readonly path: string; readonly source: string; readonly at: number };

function tooMany({ path, source, at }: Spot, limit: number): Finding {
  const place = { path, ...lineIndexOf(source).at(at) };
  const facts = { problem: "too-many-nodes", limit: String(limit) };
  return schemaFinding("yaml-too-large", place, facts);
}

/** One document without markers: `---`, `...` and directives each change how some parser reads on. */
function documentOf(
  path: string,
  events: readonly Event[],
): Result<readonly Event[], readonly Finding[]> {
  const start = { path, line: 1, column: 1 };
  const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT);
  const [first] = documents;
  if (first === undefined) {
    return refused([schemaFinding("yaml-unreadable", start, { problem: "empty" })]);
  }
  if (documents.length > 1 || first.explicitStart || first.explicitEnd) {
    return refused([schemaFinding("yaml-ambiguous", start, { problem: "document-marker" })]);
  }
  return accepted(events);
}

function unreadable(path: string, source: string, fault: unknown): Finding {
  if (!(fault instanceof YAMLException)) {
    const facts = { problem: "malformed", detail: "the parser broke" };
    return schemaFinding("yaml-unreadable", { path, line: 1, column: 1 }, facts);
  }
  const place = { path, ...lineIndexOf(source).at(fault.mark?.position ?? 0) };
  if (fault.reason.startsWith("nesting exceeded")) {
    return schemaFinding("yaml-too-deep", place, { limit: String(MAX_DEPTH) });
  }
  const detail = fault.reason.slice(0, 200);
  return schemaFinding("yaml-unreadable", place, { problem: "malformed", detail });
}
