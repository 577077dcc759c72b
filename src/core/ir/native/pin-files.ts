import { sha256Hex } from "../../kernel/digest.ts";
import type { NativeFile } from "./native-file.ts";
import { nativeId } from "./native-id.ts";
import { type Draft, put } from "./system-draft.ts";

/** The artifact that pins a file of the system's folder; the digest of its path keeps names apart. */
export function codeArtifactId(file: string): string {
  return `file--${nativeId(`${file.replaceAll(/[^A-Za-z0-9]+/g, "-").slice(-40)} ${sha256Hex(file).slice(0, 8)}`)}`;
}

/**
 * Pins every file that the importer does not read. Nothing under a system is unaccounted for: code
 * that somebody else's program loads is as much a part of the agent as its prompt.
 */
export function pinFiles(draft: Draft, files: Iterable<NativeFile>): void {
  for (const { path, file, bytes } of files) {
    const sha256 = sha256Hex(bytes);
    const place = { path, line: 1, column: 1 };
    const pointer = put(draft, ["artifacts", codeArtifactId(file)], {
      value: { uri: file, sha256 },
      place,
    });
    draft.opaque.push({ pointer, why: "code-file", name: file, sha256, place });
  }
}
