import type { Finding } from "../gate/finding.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import { schemaFinding } from "./schema-finding.ts";

type TextLimits = { readonly maxBytes: number; readonly tooLarge: ReasonCode };

/** Bytes as text, or why not: too many, or not UTF-8. A byte order mark stays in the text. */
export function decodeText(
  path: string,
  bytes: Uint8Array,
  limits: TextLimits,
): Result<string, readonly Finding[]> {
  if (bytes.length > limits.maxBytes) {
    const facts = { bytes: String(bytes.length), limit: String(limits.maxBytes) };
    return refused([schemaFinding(limits.tooLarge, { path }, facts)]);
  }
  try {
    return accepted(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return refused([schemaFinding("file-not-utf8", { path }, { problem: "not-utf8" })]);
  }
}
