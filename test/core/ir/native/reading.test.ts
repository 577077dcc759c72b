import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffSystems } from "../../../../src/core/ir/diff-systems.ts";
import { NATIVE_FORMATS, type NativeFormat } from "../../../../src/core/ir/native/native-source.ts";
import { readSystem } from "../../../../src/core/ir/read-system.ts";
import { aCharter, aSnapshot } from "../../../support/builders.ts";
import { NATIVE_SYSTEMS } from "../../../support/native-systems.ts";

type Files = Readonly<Record<string, string>>;

function read(format: NativeFormat, files: Files, root = "native"): ReturnType<typeof readSystem> {
  const all = Object.entries(files).map(([file, text]) => [`${root}/${file}`, text]);
  const snapshot = aSnapshot(Object.fromEntries(all));
  return readSystem({ name: "desk", root, format, snapshot });
}

function findingsOf(result: ReturnType<typeof readSystem>): readonly string[] {
  if (result.ok) return [];
  return result.refusal.map(({ code, place, facts }) =>
    [code, facts["problem"], facts["key"] ?? facts["name"], `${place?.path}:${place?.line}`].join(
      " ",
    ),
  );
}

function version(format: NativeFormat, files: Files, root?: string) {
  const result = read(format, files, root);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal, null, 1));
  return result.value;
}

const agent = (...settings: readonly string[]): Files => ({
  "agents/a.md": `---\n${settings.join("\n")}\n---\nDo it.\n`,
});
const CREW_AGENT = "a:\n  role: R\n  goal: G\n  backstory: B\n";

describe("a file that is not of its format", () => {
  it.each<readonly [NativeFormat, Files, string]>([
    [
      "crewai",
      { "agents.yaml": "a:\n  role: R\n  goal: G\n" },
      "system-invalid missing-key backstory native/agents.yaml:1",
    ],
    [
      "crewai",
      { "agents.yaml": "a: text\n" },
      "system-invalid not-an-object a native/agents.yaml:1",
    ],
    [
      "crewai",
      { "agents.yaml": `${CREW_AGENT}  tools: {}\n` },
      "system-invalid not-a-list tools native/agents.yaml:5",
    ],
    [
      "crewai",
      {
        "agents.yaml": CREW_AGENT,
        "tasks.yaml": "t:\n  description: D\n  expected_output: E\n  agent: b\n",
      },
      "system-invalid unknown-name agent native/tasks.yaml:4",
    ],
    [
      "crewai",
      { "agents.yaml": `${CREW_AGENT}A_:\n  role: R\n  goal: G\n  backstory: B\n` },
      "system-invalid names-collide a native/agents.yaml:5",
    ],
    [
      "crewai",
      { "agents.yaml": "a:\n  role: yes\n" },
      "yaml-ambiguous yaml-1-1-word  native/agents.yaml:2",
    ],
    [
      "crewai",
      { "agents.yaml": "a:\n  role: !!str R\n" },
      "yaml-ambiguous tag  native/agents.yaml:2",
    ],
    [
      "crewai",
      { "agents.yaml": "a:\n  role: R\n  role: S\n" },
      "yaml-duplicate-key  role native/agents.yaml:3",
    ],
    [
      "crewai",
      { "agents.yaml": "d: &d {role: R}\na:\n  <<: *d\n" },
      "yaml-ambiguous merge-key  native/agents.yaml:3",
    ],
    [
      "crewai",
      { "agents.yaml": "a:\n  max_rpm: 012\n" },
      "yaml-ambiguous needs-quotes  native/agents.yaml:2",
    ],
    [
      "autogen",
      { "team.json": '{"config": {}}' },
      "system-invalid missing-key provider native/team.json:1",
    ],
    [
      "autogen",
      { "team.json": '{\n "provider": "x",\n "component_type": "memory",\n "config": {}}' },
      "system-invalid unknown-name component_type native/team.json:3",
    ],
    [
      "autogen",
      { "team.json": '{"provider": "a", "provider": "b"}' },
      "json-unreadable duplicate-key  native/team.json:1",
    ],
    [
      "langgraph",
      { "langgraph.json": "{}" },
      "system-invalid missing-key graphs native/langgraph.json:1",
    ],
    [
      "langgraph",
      { "langgraph.json": '{"graphs": {\n"g": "../x.py:g"}}' },
      "system-invalid outside g native/langgraph.json:2",
    ],
    [
      "langgraph",
      { "langgraph.json": '{"graphs": {"g": "./x.py:g"}}', "prompts/plan.md": "x" },
      "system-invalid node-unknown plan native/prompts/plan.md:1",
    ],
    [
      "claude-agents",
      { "agents/a.md": "# Title\n" },
      "system-invalid no-front-matter name native/agents/a.md:1",
    ],
    [
      "claude-agents",
      agent("description: D"),
      "system-invalid missing-key name native/agents/a.md:1",
    ],
    [
      "claude-agents",
      agent("name: a", "description: D", "tools: []"),
      "system-invalid tools-empty tools native/agents/a.md:4",
    ],
    [
      "claude-agents",
      { ".mcp.json": '{"mcpServers": {\n"s": {}}}' },
      "system-invalid missing-key command native/.mcp.json:2",
    ],
    [
      "claude-agents",
      { ".mcp.json": '{"s": {"url": "https://x",\n"headers": {"Authorization": "Bearer abc"}}}' },
      "system-invalid secret-literal Authorization native/.mcp.json:2",
    ],
    ["claude-agents", { "settings.json": "{}" }, "system-missing   native:undefined"],
  ])("is refused with key and line: %s %j", (format, files, expected) => {
    expect(findingsOf(read(format, files))).toContain(expected);
  });
});

describe("what a format leaves unsaid", () => {
  it("is said aloud: no list of tools means every tool, and no model means the lead's", () => {
    const { system, native } = version("claude-agents", agent("name: a", "description: D"));
    expect(system.capabilities["a--every-tool"]?.target).toBe("*");
    expect(native?.explicit.map(({ what }) => what)).toEqual([
      "inherited-model",
      "every-tool",
      "open-contract",
    ]);
  });

  it("is told apart from a list that takes tools away", () => {
    const { system } = version(
      "claude-agents",
      agent("name: a", "description: D", "disallowedTools: Bash"),
    );
    expect(system.capabilities["a--every-tool"]?.target).toBe("* except Bash");
  });

  it("leaves to code what only code says, and says so", () => {
    const { native } = version("crewai", NATIVE_SYSTEMS.crewai);
    expect(native?.opaque.map(({ why, name }) => `${why} ${name}`)).toEqual([
      "named-tool SoilSensor",
      "named-tool LeafCamera",
      "order-in-code crew",
      "code-file crew.py",
    ]);
  });
});

describe("the servers of .claude", () => {
  it("stand beside the folder and belong to it", () => {
    const files = {
      ".claude/agents/a.md": agent("name: a", "description: D")["agents/a.md"] ?? "",
      ".mcp.json": '{"s": {"url": "https://x.example"}}',
    };
    const snapshot = aSnapshot(files);
    const read = readSystem({ name: "desk", root: ".claude", format: "claude-agents", snapshot });
    expect(read.ok && Object.keys(read.value.system.tools)).toEqual(["a--every-tool", "mcp--s"]);
  });
});

/** Comments, blank lines and line ends at places where they say nothing. */
const YAML_FORMATTING: readonly ((text: string) => string)[] = [
  (text) => `# A remark.\n${text}`,
  (text) => text.replaceAll("\n", "\r\n"),
  (text) => `${text}\n\n`,
  (text) => text.replaceAll(/^(\w+):$/gm, "$1:  # a remark"),
  (text) => text.replace("role: Scribe", 'role: "Scribe"'),
  (text) => `---\n${text}`,
];

describe("formatting", () => {
  it("of YAML gives no edit and no other digest", () => {
    fc.assert(
      fc.property(fc.subarray([...YAML_FORMATTING]), (changes) => {
        const files = Object.entries(NATIVE_SYSTEMS.crewai).map(([file, text]) => [
          file,
          file.endsWith(".yaml") ? changes.reduce((told, change) => change(told), text) : text,
        ]);
        expectSame("crewai", Object.fromEntries(files));
      }),
    );
  });

  it.each(["autogen", "langgraph"] as const)("of JSON gives none either: %s", (format) => {
    const files = Object.entries(NATIVE_SYSTEMS[format]).map(([file, text]) => [
      file,
      file.endsWith(".json") ? JSON.stringify(JSON.parse(text)) : text,
    ]);
    expectSame(format, Object.fromEntries(files));
  });

  it("of settings in Markdown gives none either", () => {
    const files = NATIVE_SYSTEMS["claude-agents"];
    const text = (files["agents/gardener.md"] ?? "")
      .replace("tools: Read, Grep", "tools:\n  - Read\n  - Grep")
      .replace("model: sonnet", 'model: "sonnet" # a remark')
      .replaceAll("\n", "\r\n");
    expectSame("claude-agents", { ...files, "agents/gardener.md": text });
  });
});

function expectSame(format: NativeFormat, files: Files): void {
  const before = version(format, NATIVE_SYSTEMS[format]);
  const after = version(format, files);
  const rules = aCharter().systems["greeter"] ?? { tiers: [] };
  expect(diffSystems(before, after, rules).edits).toEqual([]);
  expect(after.digest).toBe(before.digest);
}

describe("importing", () => {
  it.each(NATIVE_FORMATS)("gives the same bytes the same system: %s", (format) => {
    const [one, other] = [
      version(format, NATIVE_SYSTEMS[format]),
      version(format, NATIVE_SYSTEMS[format]),
    ];
    expect(other).toEqual(one);
  });

  it("answers for any bytes and never throws", () => {
    const bits = [
      "---\n",
      "a: ",
      "&x ",
      "*x",
      "- ",
      "{",
      "}",
      '"',
      ":",
      "\n",
      "  ",
      "name: a",
      "tools",
      "[",
      "]",
      "|",
      ">",
      "é",
    ];
    const text = fc
      .array(fc.constantFrom(...bits), { maxLength: 40 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.constantFrom(...NATIVE_FORMATS), text, (format, content) => {
        const names = ["agents.yaml", "team.json", "langgraph.json", "agents/a.md", ".mcp.json"];
        const files = Object.fromEntries(names.map((name) => [name, content]));
        expect(typeof read(format, files).ok).toBe("boolean");
      }),
    );
  });
});
