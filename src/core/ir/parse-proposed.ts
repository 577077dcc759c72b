import { refused } from "../kernel/result.ts";
import { CHARTER_PATH } from "./charter.ts";
import { PLAIN_FILE } from "./file-kinds.ts";
import { parseCharter } from "./parse-charter.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * A charter that was taken away governs nothing, which no amendment may do; nor may one put a link,
 * or more than anybody reads, in its place.
 */
export function parseProposed(head: Snapshot): ReturnType<typeof parseCharter> {
  const entry = head.tree.get(CHARTER_PATH);
  const bytes = entry && head.blobs.get(entry.sha);
  if (entry?.mode === PLAIN_FILE && bytes !== undefined) return parseCharter(CHARTER_PATH, bytes);
  const problem = entry === undefined ? "removed" : "unreadable";
  const place = { path: CHARTER_PATH };
  return refused([{ code: "charter-invalid", rule: "schema", place, facts: { problem } }]);
}
