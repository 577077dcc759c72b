import { pointerOf } from "../../kernel/pointer.ts";
import type { Position } from "../system.ts";
import { grant } from "./draft-graph.ts";
import { placeIn } from "./native-document.ts";
import {
  type PlacedText,
  refuseKey,
  type Source,
  textsAt,
  valueAt,
  isWritten,
} from "./native-fields.ts";

/** What Claude Code's own tools do at most; any other may do anything. */
const EFFECTS: ReadonlyMap<string, "read" | "write"> = new Map([
  ...["Read", "Glob", "Grep", "LS", "NotebookRead"].map((tool) => [tool, "read"] as const),
  ...["Edit", "MultiEdit", "Write", "NotebookEdit", "TodoWrite", "WebFetch", "WebSearch"].map(
    (tool) => [tool, "write"] as const,
  ),
]);

/**
 * An agent's tools. Where the file names none the agent inherits every tool, those of servers that
 * are added later included: that grant is written out, less what is taken away by name.
 */
export function addClaudeTools(source: Source, agent: string): void {
  const value = valueAt(source.document, ["tools"]);
  const named = namesAt(source, "tools");
  const denied = namesAt(source, "disallowedTools").map(({ text }) => text);
  if (value === undefined || value === null || named.some(({ text }) => text === "*")) {
    return grantEvery(source, { agent, denied, isSilent: named.length === 0 });
  }
  if (named.length === 0) return refuseKey(source, ["tools"], "tools-empty");
  const unique = new Map(named.map((one) => [one.text, one]));
  for (const { text, place } of unique.values()) {
    if (denied.includes(text)) continue;
    const effect = EFFECTS.get(text) ?? "irreversible";
    grant(source.draft, { agent, tool: text, kind: "tool", target: text, effect, place });
  }
}

type Everything = {
  readonly agent: string;
  readonly denied: readonly string[];
  readonly isSilent: boolean;
};

function grantEvery({ draft, document }: Source, { agent, denied, isSilent }: Everything): void {
  const place = placeOfSilence({ draft, document });
  const target = denied.length === 0 ? "*" : `* except ${[...denied].sort().join(", ")}`;
  const tool = "every tool";
  const id = grant(draft, { agent, tool, kind: "tool", target, effect: "irreversible", place });
  if (!isSilent) return;
  const pointer = pointerOf("capabilities", id);
  draft.explicit.push({ pointer, what: "every-tool", name: agent, place });
}

/** Nothing is written where tools are left out; the agent's name is what a reader looks for. */
function placeOfSilence({ document }: Source): Position {
  const key = ["tools", "disallowedTools", "name"].find((one) => isWritten({ document }, [one]));
  return placeIn(document, key ?? "name");
}

/** `Read, Bash(git log, git diff)` or a list of names. */
function namesAt(source: Source, key: string): readonly PlacedText[] {
  const value = valueAt(source.document, [key]);
  if (typeof value !== "string") return textsAt(source, [key]);
  const place = placeIn(source.document, key);
  return (value.match(/(?:\([^)]*\)|[^,()])+/g) ?? [])
    .map((name) => ({ text: name.trim(), place }))
    .filter(({ text }) => text !== "");
}
