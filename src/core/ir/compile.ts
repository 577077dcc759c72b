import { z } from "zod";
import { canonicalJson } from "../kernel/canonical-json.ts";
import { type Digest, digestOf, isDigest } from "../kernel/digest.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import type { Artifact } from "./artifact.ts";
import { scanJson } from "./json-scanner.ts";
import { jsonOf } from "./json-of.ts";
import { type System, systemSchema, type SystemVersion } from "./system.ts";
import { systemDigest } from "./system-digest.ts";

const FORMAT = "omega.dev/artifact/v1";

/**
 * The bundle of one system version: canonical definition, file texts, and the version they came
 * from. The same version always compiles to the same bytes, so its digest can be promised.
 */
export function compile(version: SystemVersion): Artifact {
  const files = Object.fromEntries(
    [...version.files].map(([path, bytes]): [string, string] => [path, textOf(bytes)]),
  );
  const { name, system } = version;
  const bundle = { format: FORMAT, name, version: version.digest, system, files };
  const text = canonicalJson(jsonOf(bundle));
  return { digest: digestOf(text), text, name, version: version.digest, system, files };
}

/** Why a text is not the artifact that was asked for. */
export type ArtifactRefusal = {
  readonly kind: "digest-differs" | "unreadable" | "version-differs";
};

const bundleSchema = z.strictObject({
  format: z.literal(FORMAT),
  name: z.string(),
  version: z.string().refine(isDigest),
  system: systemSchema,
  files: z.record(z.string(), z.string()),
});

/**
 * Reads a bundle back. Refuses bytes that are not those of the digest, and a bundle whose contents
 * do not make the version it claims, so that a store that was tampered with runs nothing.
 */
export function readArtifact(text: string, digest: Digest): Result<Artifact, ArtifactRefusal> {
  if (digestOf(text) !== digest) return refused({ kind: "digest-differs" });
  const scan = scanJson(text, { maxDepth: 64, withOffsets: false });
  if (scan.kind === "trouble") return refused({ kind: "unreadable" });
  const parsed = bundleSchema.safeParse(scan.value);
  if (!parsed.success) return refused({ kind: "unreadable" });
  const { name, version, files } = parsed.data;
  const { $schema: _editorHint, ...system } = parsed.data.system;
  if (versionOf(system, files) !== version) return refused({ kind: "version-differs" });
  return accepted({ digest, text, name, version, system, files });
}

function versionOf(system: System, files: Readonly<Record<string, string>>): Digest {
  const encoder = new TextEncoder();
  const bytes = Object.entries(files).map(([path, text]): [string, Uint8Array] => {
    return [path, encoder.encode(text)];
  });
  return systemDigest(system, new Map(bytes));
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
