import { describe, expect, it } from "vitest";
import type { Edit } from "../../../../src/core/ir/change-set.ts";
import { diffSystems } from "../../../../src/core/ir/diff-systems.ts";
import type { NativeFormat } from "../../../../src/core/ir/native/native-source.ts";
import { readSystem } from "../../../../src/core/ir/read-system.ts";
import type { SystemVersion } from "../../../../src/core/ir/system.ts";
import { aCharter, aSnapshot } from "../../../support/builders.ts";
import { NATIVE_SYSTEMS } from "../../../support/native-systems.ts";

const ROOT = "native";

type Change = readonly [file: string, from: string, to: string];

function read(format: NativeFormat, change?: Change): SystemVersion {
  const files = Object.entries(NATIVE_SYSTEMS[format]).map(([file, text]) => {
    const isChanged = change !== undefined && change[0] === file;
    if (isChanged && !text.includes(change[1])) throw new Error(`${file} has no ${change[1]}`);
    return [`${ROOT}/${file}`, isChanged ? text.replace(change[1], change[2]) : text];
  });
  const snapshot = aSnapshot(Object.fromEntries(files));
  const version = readSystem({ name: "desk", root: ROOT, format, snapshot });
  if (!version.ok) throw new Error(JSON.stringify(version.refusal, null, 1));
  return version.value;
}

function editsOf(format: NativeFormat, change: Change): readonly Edit[] {
  const rules = aCharter().systems["greeter"];
  if (rules === undefined) throw new Error("no rules");
  const tiers = [...rules.tiers, { match: "/**", tier: "T1" as const }];
  const known = { ...rules, format, path: ROOT, tiers };
  return diffSystems(read(format), read(format, change), known).edits;
}

const row = (edit: Edit): string =>
  `${edit.kind} ${edit.pointer} ${edit.path.slice(ROOT.length + 1)}:${edit.line} ${edit.tier}${edit.widening ? " widening" : ""}`;

const AGENT = "agents/gardener.md";
const CREW = "config/agents.yaml";

/** What changes, and one edit that must be found, on its native line, with its tier. */
const CASES: readonly (readonly [what: string, NativeFormat, Change, edit: string])[] = [
  [
    "a prompt of Claude Code",
    "claude-agents",
    [AGENT, "Ask before you prune.", "Prune at once."],
    `replace /prompts/gardener ${AGENT}:11 T1`,
  ],
  [
    "a description, which others read to choose the agent",
    "claude-agents",
    [AGENT, "the soil is dry", "asked for anything"],
    `replace /prompts/gardener--description ${AGENT}:3 T1`,
  ],
  [
    "a tool more",
    "claude-agents",
    [AGENT, "Read, Grep", "Read, Grep, Bash"],
    `add /capabilities/gardener--bash ${AGENT}:4 T3 widening`,
  ],
  [
    "no list of tools, which means every tool",
    "claude-agents",
    [AGENT, "tools: Read, Grep\n", ""],
    `add /capabilities/gardener--every-tool ${AGENT}:2 T3 widening`,
  ],
  [
    "another model",
    "claude-agents",
    [AGENT, "model: sonnet", "model: opus"],
    `replace /models/gardener/id ${AGENT}:5 T1`,
  ],
  [
    "no questions asked any more",
    "claude-agents",
    [AGENT, "color: green", "permissionMode: bypassPermissions"],
    `add /capabilities/gardener--permission-mode ${AGENT}:6 T3 widening`,
  ],
  [
    "a setting that nobody here knows, whatever a rule says",
    "claude-agents",
    [AGENT, "color: green", "color: green\nhooks: {PreToolUse: []}"],
    `add /extensions/claude-agents ${AGENT}:7 T3`,
  ],
  [
    "another program of a server",
    "claude-agents",
    [".mcp.json", '"npx"', '"bash"'],
    "replace /capabilities/mcp--weather--command/target .mcp.json:4 T3 widening",
  ],
  [
    "another version of a server",
    "claude-agents",
    [".mcp.json", "@1.4.0", "@latest"],
    "replace /capabilities/mcp--weather--arg-1/target .mcp.json:5 T3 widening",
  ],
  [
    "a variable of a server",
    "claude-agents",
    [".mcp.json", '"WEATHER_KEY": "${WEATHER_KEY}"', '"WEATHER_KEY": "${GITHUB_TOKEN}"'],
    "replace /capabilities/mcp--weather--env-weather-key/target .mcp.json:7 T3 widening",
  ],
  [
    "another address of a server",
    "claude-agents",
    [".mcp.json", "soil.example.org", "soil.example.net"],
    "replace /capabilities/mcp--soil--url/target .mcp.json:12 T3 widening",
  ],
  [
    "a folded prompt of a crew, on the line within the text",
    "crewai",
    [CREW, "in one sentence", "at length"],
    `replace /prompts/botanist ${CREW}:7 T1`,
  ],
  [
    "a literal prompt of a crew",
    "crewai",
    [CREW, "You never guess.", "You may guess."],
    `replace /prompts/botanist ${CREW}:10 T1`,
  ],
  [
    "a tool more for a crew's agent",
    "crewai",
    [CREW, "    - LeafCamera\n", "    - LeafCamera\n    - Shell\n"],
    `add /capabilities/botanist--shell ${CREW}:16 T3 widening`,
  ],
  [
    "another model of a crew's agent",
    "crewai",
    [CREW, "gpt-4o-mini", "gpt-4o"],
    `replace /models/botanist/id ${CREW}:11 T1`,
  ],
  [
    "more steps",
    "crewai",
    [CREW, "max_iter: 5", "max_iter: 6"],
    `replace /parameters/botanist--max-iter/value ${CREW}:12 T0`,
  ],
  [
    "delegation to anybody",
    "crewai",
    [CREW, "max_iter: 5", "allow_delegation: true"],
    `add /capabilities/botanist--allow-delegation ${CREW}:12 T3 widening`,
  ],
  [
    "a key of a crew's agent that nobody here knows",
    "crewai",
    [CREW, "cache_handler: memory", "cache_handler: disk"],
    `replace /extensions/crewai/agents/scribe/cache_handler ${CREW}:20 T3`,
  ],
  [
    "a task of a crew",
    "crewai",
    ["config/tasks.yaml", "A page.", "A book."],
    "replace /prompts/task--report config/tasks.yaml:7 T1",
  ],
  [
    "a file that a task writes",
    "crewai",
    ["config/tasks.yaml", "out/report.md", "/etc/passwd"],
    "replace /capabilities/task--report--output-file/target config/tasks.yaml:10 T3 widening",
  ],
  [
    "code beside a crew, pinned by digest",
    "crewai",
    ["crew.py", "sequential", "hierarchical"],
    "crew.py:1",
  ],
  [
    "a prompt of AutoGen",
    "autogen",
    ["team.json", "You water plants.", "You burn plants."],
    "replace /prompts/gardener team.json:13 T1",
  ],
  [
    "another model of AutoGen",
    "autogen",
    ["team.json", "gpt-4o-mini", "gpt-4o"],
    "replace /models/gardener/id team.json:18 T1",
  ],
  [
    "the code of a tool that stands in the file",
    "autogen",
    ["team.json", "return ml", "return 2 * ml"],
    "replace /artifacts/code--gardener--water/sha256 team.json:28 T1",
  ],
  [
    "another class of agent",
    "autogen",
    ["team.json", "agents.AssistantAgent", "agents.CodeExecutorAgent"],
    "replace /capabilities/gardener--provider/target team.json:8 T3 widening",
  ],
  [
    "another program of a workbench",
    "autogen",
    ["team.json", '"uvx"', '"bash"'],
    "replace /capabilities/gardener--mcp--0--command/target team.json:38 T3 widening",
  ],
  ["when a team ends", "autogen", ["team.json", '"max_messages": 8', '"max_messages": 800'], "T3"],
  [
    "another graph",
    "langgraph",
    ["langgraph.json", "graph.py:graph", "graph.py:builder"],
    "replace /capabilities/graph--greenhouse--code/target langgraph.json:4 T3 widening",
  ],
  [
    "the code of a graph, pinned by digest",
    "langgraph",
    ["src/graph.py", "lambda state: state", "lambda state: {}"],
    "src/graph.py:1",
  ],
  [
    "the prompt of a graph's node",
    "langgraph",
    ["prompts/water.md", "Ask before", "Never ask before"],
    "replace /prompts/node--water prompts/water.md:3 T1",
  ],
  [
    "a variable of a deployment",
    "langgraph",
    ["langgraph.json", '"plain"', '"json"'],
    "langgraph.json:7 T3",
  ],
];

describe("a change in a native file", () => {
  it.each(CASES)("is found where it is written: %s", (_what, format, change, expected) => {
    const rows = editsOf(format, change).map(row);
    expect(rows.some((one) => one.includes(expected)) ? expected : rows).toEqual(expected);
  });
});
