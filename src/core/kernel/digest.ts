import { createHash, hash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";
import type { Json } from "./json.ts";

/** `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`;

export function sha256(bytes: Uint8Array | string): Uint8Array {
  return createHash("sha256").update(bytes).digest();
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return hash("sha256", bytes, "hex");
}

/** Over a tag and what follows it; text is UTF-8, or stands for the bytes that it spells in hex. */
export function taggedSha256Hex(
  tag: Uint8Array,
  bytes: Uint8Array | string,
  spelled: "utf8" | "hex" = "utf8",
): string {
  const digest = createHash("sha256").update(tag);
  return (typeof bytes === "string" ? digest.update(bytes, spelled) : digest.update(bytes)).digest(
    "hex",
  );
}

export function digestOf(bytes: Uint8Array | string): Digest {
  return `sha256:${sha256Hex(bytes)}`;
}

/** The digest of a value's canonical form, so that formatting never changes it. */
export function digestOfJson(value: Json): Digest {
  return digestOf(canonicalJson(value));
}

export function isDigest(text: string): text is Digest {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}
