import { z } from "zod";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { type Digest, digestOf, isDigest } from "../../kernel/digest.ts";
import { isJsonObject, type JsonObject } from "../../kernel/json.ts";
import { accepted, refused, type Result } from "../../kernel/result.ts";
import type { Artifact } from "../artifact.ts";
import { jsonOf } from "../json-of.ts";
import { scanJson } from "../json-scanner.ts";
import { systemSchema } from "../system.ts";
import { systemDigest } from "../system-digest.ts";
import { lower } from "./lower.ts";
import { COMPILER, FORMAT } from "./seal.ts";

/** Why a text is not the artifact that was asked for. */
export type ArtifactRefusal = {
  readonly kind: "digest-differs" | "unreadable" | "version-differs" | "plan-differs";
};

const contents = {
  system: systemSchema,
  files: z.record(z.string(), z.string()),
};

const digestText = z.string().refine(isDigest);

const bundleSchema = z.strictObject({
  format: z.literal(FORMAT),
  provenance: z.strictObject({
    system: z.string(),
    version: digestText,
    compiler: z.literal(COMPILER),
  }),
  ...contents,
  plan: z.json(),
});

/** The form of before there were plans. Ledgers and pointers name such bundles, so they stay readable. */
const firstSchema = z
  .strictObject({
    format: z.literal("omega.dev/artifact/v1"),
    name: z.string(),
    version: digestText,
    ...contents,
  })
  .transform(({ format, name, version: of, system, files }) => {
    return { format, provenance: { system: name, version: of }, system, files };
  });

const anySchema = z.union([bundleSchema, firstSchema]);

/**
 * Reads a bundle back. Refuses bytes that are not those of the digest, a bundle whose contents do
 * not make the version it claims, and a plan that is not the one its system lowers to, so that a
 * store that was tampered with runs nothing.
 */
export function readArtifact(text: string, digest: Digest): Result<Artifact, ArtifactRefusal> {
  if (digestOf(text) !== digest) return refused({ kind: "digest-differs" });
  const scan = scanJson(text, { maxDepth: 64, withOffsets: false });
  if (scan.kind === "trouble") return refused({ kind: "unreadable" });
  const parsed = anySchema.safeParse(scan.value);
  const written = isJsonObject(scan.value) ? scan.value : {};
  if (!parsed.success || !isJsonObject(written["system"])) return refused({ kind: "unreadable" });
  const { format, provenance, files } = parsed.data;
  const { $schema: _editorHint, ...system } = parsed.data.system;
  const { system: name, version } = provenance;
  // By what stands there, not by how today's schema reads it: defaults may be added later.
  if (versionOf(written["system"], files) !== version) return refused({ kind: "version-differs" });
  const plan = lower(system);
  const again = canonicalJson({ ...written, plan: jsonOf(plan) });
  if (format === FORMAT && again !== text) return refused({ kind: "plan-differs" });
  return accepted({ digest, text, name, version, system, files, plan });
}

function versionOf(system: JsonObject, files: Readonly<Record<string, string>>): Digest {
  const encoder = new TextEncoder();
  const bytes = Object.entries(files).map(([path, text]): [string, Uint8Array] => {
    return [path, encoder.encode(text)];
  });
  return systemDigest(system, new Map(bytes));
}
