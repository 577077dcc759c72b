import { z } from "zod";
import type { Digest } from "../kernel/digest.ts";
import type { Json } from "../kernel/json.ts";
import type { Pointer } from "../kernel/pointer.ts";
import type { NativeSource } from "./native/native-source.ts";

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const parameterId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/);
const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
const filePath = z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[A-Za-z0-9._/-]{1,200}$/);
const names = z.array(id).max(100);
const limit = z.number().positive().max(1_000_000_000);

const jsonSchema: z.ZodType<Json> = z.json();

const parameter = z.strictObject({
  value: z.union([z.number(), z.string().max(2000), z.boolean()]),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

const artifact = z.strictObject({ uri: z.string().max(500), sha256: sha256Hex });

const model = z.strictObject({
  provider: z.enum(["openai", "anthropic", "openrouter", "openai-compatible"]),
  id: z.string().min(1).max(200),
  params: z.record(z.string().max(63), z.union([z.number(), z.string(), z.boolean()])).default({}),
  auth: z.strictObject({ secret: id }).optional(),
  optional: z.boolean().default(false),
});

const prompt = z.strictObject({
  file: filePath,
  inputs: z
    .array(z.string().regex(/^[a-z][a-z0-9_]{0,62}$/))
    .max(50)
    .default([]),
});

const tool = z.strictObject({
  file: filePath.optional(),
  artifact: id.optional(),
  data: z.array(filePath).max(50).default([]),
  effect: z.enum(["none", "read", "write", "irreversible"]),
  limits: z
    .strictObject({ memory_mb: limit.max(256), deadline_ms: limit.max(10_000) })
    .default({ memory_mb: 32, deadline_ms: 200 }),
  needs: names.default([]),
});

const memory = z.strictObject({
  kind: z.enum(["vector", "key-value", "log"]),
  scope: z.string().max(63),
  retention: z.string().max(20),
  writers: names,
});

const node = z.strictObject({
  kind: z.enum(["tool", "template", "model", "router", "end"]),
  tool: id.optional(),
  prompt: id.optional(),
  model: id.optional(),
  parameters: z.array(parameterId).max(50).default([]),
  output: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,62}$/)
    .optional(),
});

const edge = z.strictObject({ from: id, to: id, when: z.string().max(500).optional() });

const capability = z.strictObject({
  kind: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/),
  target: z.string().max(500),
  access: z.enum(["read", "write"]),
  grant: names,
});

const policy = z.strictObject({
  applies_to: z.array(z.enum(["input", "output", "memory"])).min(1),
  regex_absent: z.string().max(500),
});

/** One governed agent, as written. Keyed maps, never lists, so that a change has one stable pointer. */
export const systemSchema = z.strictObject({
  $schema: z.string().max(300).optional(),
  apiVersion: z.literal("omega.dev/v1"),
  kind: z.literal("System"),
  metadata: z.strictObject({ name: id, description: z.string().max(500).default("") }),
  contract: z.strictObject({ input: jsonSchema, output: jsonSchema }),
  parameters: z.record(parameterId, parameter).default({}),
  artifacts: z.record(id, artifact).default({}),
  models: z.record(id, model).default({}),
  prompts: z.record(id, prompt).default({}),
  tools: z.record(id, tool).default({}),
  memory: z.record(id, memory).default({}),
  graph: z.strictObject({
    entry: id,
    nodes: z.record(id, node),
    edges: z.record(id, edge),
    loops: z.strictObject({ max: z.number().int().min(0).max(100) }).default({ max: 0 }),
  }),
  capabilities: z.record(id, capability).default({}),
  secrets: z
    .record(id, z.strictObject({ env: z.string().regex(/^[A-Z][A-Z0-9_]{0,62}$/) }))
    .default({}),
  resources: z
    .strictObject({
      per_run: z
        .strictObject({
          wall_clock_ms: limit.optional(),
          tokens: limit.optional(),
          tool_calls: limit.optional(),
        })
        .default({}),
      per_day: z.strictObject({ usd: limit.optional() }).default({}),
    })
    .default({ per_run: {}, per_day: {} }),
  policies: z.record(id, policy).default({}),
  extensions: z.record(z.string().max(63), jsonSchema).default({}),
});

/** The normalised system: defaults written out, `$schema` dropped. */
export type System = Omit<z.output<typeof systemSchema>, "$schema">;

/** 1-based position of a value in the file it was read from. */
export type Position = { readonly path: string; readonly line: number; readonly column: number };

/** Where each pointer of a document was written; keys and values share the entry of their pointer. */
export type Positions = ReadonlyMap<Pointer, Position>;

/**
 * One version of one system, read whole: the normalised definition, the files it is made of
 * (relative to the system's folder, inert ones left out) and the digest that names it.
 */
export type SystemVersion = {
  readonly name: string;
  readonly root: string;
  readonly system: System;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly digest: Digest;
  readonly positions: Positions;
  /** The same as the repository has it, by path in the repository: what a command of the team's reads. */
  readonly sources?: ReadonlyMap<string, Uint8Array>;
  /** Where it came from when another framework's files say it. */
  readonly native?: NativeSource;
};
