import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { NativeFormat } from "../../../../src/core/ir/native/native-source.ts";
import { readSystem } from "../../../../src/core/ir/read-system.ts";
import { aSnapshot } from "../../../support/builders.ts";

const DATA =
  process.env["AGENT_OMEGA_TEST_DATA"] ??
  fileURLToPath(new URL("../../../../../shared", import.meta.url));
const SAMPLES = `${DATA}/samples`;

type Sample = {
  readonly format: NativeFormat;
  /** Path below the samples by path below the system's folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly opaque: readonly string[];
};

const CREW = {
  "agents.yaml": "crewai/agents.yaml",
  "tasks.yaml": "crewai/tasks.yaml",
};

/** What each public file becomes, and what it leaves to code that is not there. */
const SAMPLE: readonly Sample[] = [
  { format: "crewai", files: CREW, opaque: ["order-in-code /graph"] },
  {
    format: "crewai",
    files: { "agents.yaml": "crewai/agents.yaml" },
    opaque: ["order-in-code /graph"],
  },
  {
    format: "crewai",
    files: { "tasks.yaml": "crewai/tasks.yaml" },
    opaque: [
      "order-in-code /graph/nodes/task--research-task",
      "order-in-code /graph/nodes/task--reporting-task",
      "order-in-code /graph/nodes/task--formatting-task",
      "order-in-code /graph",
    ],
  },
  { format: "crewai", files: { "flow.yaml": "crewai/flow_definition_example.yaml" }, opaque: [] },
  { format: "autogen", files: { "team-config.json": "autogen/team-config.json" }, opaque: [] },
  {
    format: "langgraph",
    files: { "langgraph.json": "langgraph/langgraph.json" },
    opaque: [
      "code-missing /tools/graph--deep-researcher--code",
      "code-missing /tools/code--auth-path--code",
    ],
  },
  {
    format: "claude-agents",
    files: {
      "agents/code-reviewer.md": "claude-agents/code-reviewer.md",
      "agents/devops.md": "claude-agents/devops-incident-responder.md",
    },
    opaque: [],
  },
  {
    format: "claude-agents",
    files: { ".mcp.json": "mcp/github.mcp.json" },
    opaque: ["mcp-server /tools/mcp--github"],
  },
  {
    format: "claude-agents",
    files: { ".mcp.json": "mcp/context7.mcp.json" },
    opaque: ["mcp-server /tools/mcp--context7"],
  },
];

describe.skipIf(!existsSync(SAMPLES))(
  "public files, read beside the repository (skipped where AGENT_OMEGA_TEST_DATA is absent)",
  () => {
    it.each(SAMPLE)("become a system, and what they leave to code is named: $files", (sample) => {
      const files = Object.entries(sample.files).map(([path, from]) => [
        `native/${path}`,
        readFileSync(`${SAMPLES}/${from}`, "utf8"),
      ]);
      const read = readSystem({
        name: "desk",
        root: "native",
        format: sample.format,
        snapshot: aSnapshot(Object.fromEntries(files)),
      });
      if (!read.ok) throw new Error(JSON.stringify(read.refusal, null, 1));
      const opaque = read.value.native?.opaque.map(({ why, pointer }) => `${why} ${pointer}`);
      expect(opaque).toEqual(sample.opaque);
    });
  },
);
