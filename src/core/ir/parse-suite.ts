import { z } from "zod";
import type { Finding } from "../gate/finding.ts";
import { type Digest, digestOf } from "../kernel/digest.ts";
import type { Json, JsonObject } from "../kernel/json.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import { decodeText } from "./decode-text.ts";
import { scanJson } from "./json-scanner.ts";
import { jsonOf } from "./json-of.ts";
import { schemaFinding } from "./schema-finding.ts";
import { type TextRule, textRules } from "./text-rule.ts";

/** One line of a suite. `cluster` groups items of one author; an item without one is its own. */
export type SuiteItem = {
  readonly id: string;
  readonly input: JsonObject;
  readonly expected?: Json;
  /** All of them, beside what is expected. */
  readonly requires?: readonly TextRule[];
  readonly forbid?: JsonObject;
  readonly cluster: string;
};

export type Suite = { readonly items: readonly SuiteItem[]; readonly digest: Digest };

const MAX_BYTES = 32 * 1024 * 1024;
const MAX_ITEMS = 100_000;
const MAX_FINDINGS = 20;

const objectOfJson = z.record(z.string(), z.json());

const line = z
  .strictObject({
    id: z.string().min(1).max(200),
    input: objectOfJson,
    expected: z.json().optional(),
    requires: textRules.optional(),
    forbid: objectOfJson.optional(),
    cluster: z.string().min(1).max(200).optional(),
  })
  .refine(({ expected, requires, forbid }) => {
    return [expected, requires, forbid].some((part) => part !== undefined);
  });

/** Reads a JSONL suite. The digest is of the bytes: a suite is evidence and is named exactly. */
export function parseSuite(path: string, bytes: Uint8Array): Result<Suite, readonly Finding[]> {
  const decoded = decodeText(path, bytes, { maxBytes: MAX_BYTES, tooLarge: "file-too-large" });
  if (!decoded.ok) return decoded;
  const rows = decoded.value.split("\n");
  if (rows.at(-1) === "") rows.pop();
  if (rows.length === 0 || rows.length > MAX_ITEMS) {
    const facts = { problem: "item-count", items: String(rows.length) };
    return refused([schemaFinding("suite-invalid", { path, line: 1 }, facts)]);
  }
  const read = readRows(path, rows);
  return read.ok ? accepted({ items: read.value, digest: digestOf(bytes) }) : read;
}

function readRows(
  path: string,
  rows: readonly string[],
): Result<readonly SuiteItem[], readonly Finding[]> {
  const findings: Finding[] = [];
  const items = new Map<string, SuiteItem>();
  for (const [index, row] of rows.entries()) {
    const item = parseSuiteLine(row);
    const problem = typeof item === "string" ? item : items.has(item.id) ? "duplicate-id" : "";
    if (typeof item !== "string") items.set(item.id, item);
    if (problem === "") continue;
    findings.push(schemaFinding("suite-invalid", { path, line: index + 1 }, { problem }));
    if (findings.length >= MAX_FINDINGS) break;
  }
  return findings.length > 0 ? refused(findings) : accepted([...items.values()]);
}

/** An item, or a word for what is wrong with the line. */
export function parseSuiteLine(row: string): SuiteItem | string {
  const scan = scanJson(row, { maxDepth: 16, withOffsets: false });
  if (scan.kind === "trouble") return scan.trouble.problem;
  const parsed = line.safeParse(scan.value);
  if (!parsed.success) return "item-shape";
  const { id, input, expected, requires, forbid, cluster } = parsed.data;
  return {
    id,
    input,
    cluster: cluster ?? id,
    ...(expected === undefined ? {} : { expected: jsonOf(expected) }),
    ...(requires === undefined ? {} : { requires }),
    ...(forbid === undefined ? {} : { forbid }),
  };
}

/** An item as a line of a suite. One without a cluster is its own, which the reader says again by itself. */
export function suiteLine({ cluster, ...parts }: SuiteItem): string {
  const { id, input, expected, requires, forbid } = parts;
  const own = cluster === id ? undefined : cluster;
  return JSON.stringify({ id, input, expected, requires, forbid, cluster: own });
}
