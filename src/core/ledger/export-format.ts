import { z } from "zod";
import { type Result, accepted, refused } from "../kernel/result.ts";
import { isHash } from "./merkle.ts";

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const hash = z.string().refine(isHash);

const headerSchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal("omega-export"),
  repository_id: count,
  size: count,
  root: hash,
  app_version: z.string().max(100),
});

const lineSchema = z.strictObject({ seq: count, leaf: hash, entry: z.string().optional() });

/** First line of an export: whose entries are told, and the tree that they belong to. */
export type ExportHeader = z.infer<typeof headerSchema>;

/**
 * One leaf of the tree. `entry` is the exact text that was hashed; other repositories' entries are
 * told by their hash alone, which is all that the tree needs.
 */
export type ExportLine = {
  readonly seq: number;
  readonly leaf: string;
  readonly entry?: string | undefined;
};

export function renderExportLine(line: ExportHeader | ExportLine): string {
  return `${JSON.stringify(line)}\n`;
}

export function parseExportHeader(text: string): Result<ExportHeader, "header-invalid"> {
  const parsed = headerSchema.safeParse(jsonOf(text));
  return parsed.success ? accepted(parsed.data) : refused("header-invalid");
}

export function parseExportLine(text: string): Result<ExportLine, "line-invalid"> {
  const parsed = lineSchema.safeParse(jsonOf(text));
  return parsed.success ? accepted(parsed.data) : refused("line-invalid");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
