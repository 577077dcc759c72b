import type { Artifact } from "../../core/ir/artifact.ts";
import type { Grants, ToolProgram } from "../../ports/sandbox.ts";

/** Questions to one capability within one call; a tool that needs more is working, not asking. */
const MOST_ASKED = 16;

/** Tools with code in the repository. Those that name an external artifact have nothing to start. */
export function toolPrograms({ system, files }: Artifact): Readonly<Record<string, ToolProgram>> {
  return Object.fromEntries(
    Object.entries(system.tools).flatMap(([name, tool]): readonly [string, ToolProgram][] => {
      const source = tool.file === undefined ? undefined : textOf(files, tool.file);
      if (source === undefined) return [];
      const data = tool.data.flatMap((path): readonly [string, string][] => {
        const text = textOf(files, path);
        return text === undefined ? [] : [[path, text]];
      });
      const grants = grantsOf(system, name);
      return [[name, { source, files: Object.fromEntries(data), limits: tool.limits, grants }]];
    }),
  );
}

/** Needed by the tool and granted to it: either alone is an accident or an attempt. */
function grantsOf(system: Artifact["system"], tool: string): Grants {
  const needs = system.tools[tool]?.needs ?? [];
  const granted = Object.entries(system.capabilities).filter(
    ([capability, { grant }]) => needs.includes(capability) && grant.includes(tool),
  );
  return Object.fromEntries(granted.map(([capability]) => [capability, MOST_ASKED]));
}

function textOf(files: Artifact["files"], path: string): string | undefined {
  return Object.hasOwn(files, path) ? files[path] : undefined;
}
