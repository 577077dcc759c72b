import { z } from "zod";
import { canonicalJson } from "../kernel/canonical-json.ts";
import { instant } from "../kernel/instant.ts";
import type { Json } from "../kernel/json.ts";
import { type Result, accepted, refused } from "../kernel/result.ts";
import { type Draft, ENTRY_KINDS, type Entry, type ExactJson } from "./entry.ts";

/** UTF-8 bytes of one entry. A larger one is cut by its writer, never by the ledger. */
export const ENTRY_BYTES = 64 * 1024;

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const text = z.string().refine((value) => !/\p{Surrogate}/u.test(value), "a lone surrogate");
const whole = z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);

const exactJson: z.ZodType<ExactJson> = z.lazy(() =>
  z.union([text, whole, z.array(exactJson), z.record(text, exactJson)]),
);

const subject = z.strictObject({
  repository_id: count,
  pull: count.optional(),
  system: text.optional(),
  head_sha: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .optional(),
});

const entrySchema = z.strictObject({
  v: z.literal(1),
  seq: count,
  at: count,
  source: z.enum(["app", "external"]),
  kind: z.enum(ENTRY_KINDS),
  subject,
  body: z.record(text, exactJson),
});

export type EntryProblem = "not-json" | "not-canonical" | "schema-invalid" | "too-large";

/** Reads an entry from its exact text; text that is not the canonical form of its value is refused. */
export function parseEntry(line: string): Result<Entry, EntryProblem> {
  if (byteLength(line) > ENTRY_BYTES) return refused("too-large");
  const value = parseJson(line);
  if (!value.ok) return value;
  const parsed = entrySchema.safeParse(value.value);
  if (!parsed.success) return refused("schema-invalid");
  const entry = entryOf(parsed.data);
  return renderEntry(entry) === line ? accepted(entry) : refused("not-canonical");
}

/** The bytes that are hashed. Throws on a draft that breaks the schema: that is a fault of ours. */
export function sealEntry(
  draft: Draft,
  seq: number,
): { readonly entry: Entry; readonly text: string } {
  const entry = entryOf(entrySchema.parse({ ...draft, v: 1, seq }));
  const line = renderEntry(entry);
  if (byteLength(line) > ENTRY_BYTES) {
    throw new RangeError(
      `a ledger entry of kind ${entry.kind} is larger than ${ENTRY_BYTES} bytes`,
    );
  }
  return { entry, text: line };
}

function renderEntry(entry: Entry): string {
  return canonicalJson({ ...entry, subject: { ...entry.subject } });
}

function entryOf(data: z.output<typeof entrySchema>): Entry {
  const { pull, system, head_sha, repository_id } = data.subject;
  return {
    ...data,
    at: instant(data.at),
    subject: {
      repository_id,
      ...(pull === undefined ? {} : { pull }),
      ...(system === undefined ? {} : { system }),
      ...(head_sha === undefined ? {} : { head_sha }),
    },
  };
}

function parseJson(line: string): Result<Json, EntryProblem> {
  try {
    return accepted(JSON.parse(line));
  } catch {
    return refused("not-json");
  }
}

function byteLength(line: string): number {
  return new TextEncoder().encode(line).length;
}
