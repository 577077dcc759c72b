import type { FileKind } from "../file-kinds.ts";
import { isLangGraphFile } from "./langgraph-files.ts";
import type { NativeFormat } from "./native-source.ts";

const SUITE = /^evals\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.jsonl$/;

/** Pictures and prose. Other files in `docs` could be loaded by code that is governed. */
const INERT = /^(?:README\.md|docs\/.*\.(?:md|txt|png|jpe?g|gif|svg))$/;

/** Files that describe a JavaScript or Python project and not an agent. */
const PROJECT = /^(?:package(?:-lock)?|tsconfig[^/]*|[^/]+\.schema|[^/]+\.lock)\.json$/;

/**
 * The kind of a path below the folder of a native system. What a format does not know is `code`:
 * it is pinned, because the framework or the team's own program may load it.
 */
export function nativeKindOf(
  format: NativeFormat,
  root: string,
  relative: string,
): FileKind | undefined {
  if (relative === "") return undefined;
  if (SUITE.test(relative)) return "suite";
  if (isDefinition(format, root, relative)) return "definition";
  return INERT.test(relative) ? "inert" : "code";
}

function isDefinition(format: NativeFormat, root: string, relative: string): boolean {
  switch (format) {
    case "crewai":
      return isCrewFile(relative);
    case "autogen":
      return /^(?:(?:teams?|agents?)\/)?[^/]+\.json$/.test(relative) && !PROJECT.test(relative);
    case "langgraph":
      return isLangGraphFile(relative);
    case "claude-agents":
      return isClaudeFile(root, relative);
  }
}

/** `agents.yaml` and `tasks.yaml` at any depth, and flows beside the crew's folder. */
function isCrewFile(relative: string): boolean {
  const isCrew = /^(?:[^/]+\/)*(?:agents|tasks)\.ya?ml$/.test(relative);
  return isCrew || /^(?:[^/]+\/)?(?:flow|[^/]*flow[^/]*)\.ya?ml$/.test(relative);
}

/** These stand beside agents and are none. */
const NO_AGENT = /^(?:README|CLAUDE|AGENTS)\.md$/;

/** Claude Code looks for agents in every folder below `agents`. */
function isClaudeFile(root: string, relative: string): boolean {
  if (/^(?:[^/]+)?\.?mcp\.json$/.test(relative)) return true;
  if (!relative.endsWith(".md") || NO_AGENT.test(relative)) return false;
  const folder = root.split("/").at(-1);
  if (folder === "agents") return true;
  if (folder === ".claude") return relative.startsWith("agents/");
  return /^(?:(?:\.claude\/)?agents\/.*|[^/]+)\.md$/.test(relative);
}

/**
 * The file outside a system's folder that belongs to it all the same: Claude Code reads the servers
 * of `.claude` from beside it.
 */
export function outerFileOf(format: NativeFormat, root: string): string | undefined {
  if (format !== "claude-agents") return undefined;
  const folder = /^((?:.*\/)?)\.claude(?:\/agents)?$/.exec(root)?.[1];
  return folder === undefined ? undefined : `${folder}.mcp.json`;
}
