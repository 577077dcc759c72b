import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import { NATIVE_FORMATS, type NativeFormat } from "../../src/core/ir/native/native-source.ts";
import { REPOSITORY, TEMPLATES } from "../../src/local/demo/world.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { NATIVE_SYSTEMS } from "../support/native-systems.ts";

let desk: Desk;

/** Where each agent lives. The servers of `.claude` stand beside it, at the repository's root. */
const ROOTS: Readonly<Record<NativeFormat, string>> = {
  "claude-agents": ".claude",
  crewai: "agents/crew",
  autogen: "agents/team",
  langgraph: "agents/graph",
};

function pathOf(format: NativeFormat, file: string): string {
  return file === ".mcp.json" ? file : `${ROOTS[format]}/${file}`;
}

/** The starter's charter with one more system for each format, under the starter's own rules. */
async function nativeCharter(): Promise<string> {
  const charter = await readFile(join(TEMPLATES, "starter", CHARTER_PATH), "utf8");
  const from = charter.indexOf("  triage:\n");
  const to = charter.indexOf("\n# ", from);
  const block = charter.slice(from, to);
  const systems = NATIVE_FORMATS.map((format) =>
    block
      .replace("  triage:\n", `  ${format}-desk:\n`)
      .replace("path: systems/triage", `path: "${ROOTS[format]}"`)
      .replace("format: omega", `format: ${format}`),
  );
  return [charter.slice(0, to), ...systems, charter.slice(to)].join("\n");
}

async function nativeRepository(): Promise<Readonly<Record<string, string>>> {
  const files = NATIVE_FORMATS.flatMap((format) =>
    Object.entries(NATIVE_SYSTEMS[format]).map(([file, text]) => [pathOf(format, file), text]),
  );
  return { [CHARTER_PATH]: await nativeCharter(), ...Object.fromEntries(files) };
}

beforeAll(async () => {
  desk = await openDesk({ files: await nativeRepository() });
});

afterAll(() => desk.close());

type Change = readonly [format: NativeFormat, file: string, from: string, to: string];

async function propose(branch: string, [format, file, from, to]: Change): Promise<number> {
  const text = NATIVE_SYSTEMS[format][file] ?? "";
  expect(text).toContain(from);
  return desk.propose({
    branch,
    title: branch,
    body: "## Hypothesis\n\nClearer words.\n\n## Objective\n\ntask\n",
    files: new Map([[pathOf(format, file), text.replace(from, to)]]),
  });
}

/** Path and line of every annotation on a check of a commit. */
async function annotationsOn(sha: string, name: string): Promise<readonly string[]> {
  const { rest } = desk.steward.octokit;
  const { data } = await rest.checks.listForRef({ ...REPOSITORY, ref: sha });
  const run = data.check_runs.find((one) => one.name === name);
  const listed = await rest.checks.listAnnotations({ ...REPOSITORY, check_run_id: run?.id ?? 0 });
  return listed.data.map(({ path, start_line: line }) => `${path}:${line}`);
}

describe("a change in another framework's file", () => {
  it.each<readonly [what: string, Change, annotated: string]>([
    [
      "tools left out, which means every tool",
      ["claude-agents", "agents/gardener.md", "tools: Read, Grep\n", ""],
      ".claude/agents/gardener.md:2",
    ],
    [
      "another program of a server",
      ["claude-agents", ".mcp.json", '"npx"', '"bash"'],
      ".mcp.json:4",
    ],
    [
      "a tool more for a crew",
      ["crewai", "config/agents.yaml", "    - LeafCamera\n", "    - LeafCamera\n    - Shell\n"],
      "agents/crew/config/agents.yaml:16",
    ],
    [
      "another class of agent",
      ["autogen", "team.json", "agents.AssistantAgent", "agents.CodeExecutorAgent"],
      "agents/team/team.json:8",
    ],
    [
      "another graph",
      ["langgraph", "langgraph.json", "graph.py:graph", "graph.py:builder"],
      "agents/graph/langgraph.json:4",
    ],
  ])("is refused under C5 on its own line: %s", async (what, change, annotated) => {
    const pull = await propose(what.replaceAll(/[^a-z]+/gi, "-"), change);

    const seen = await desk.see(pull, ({ state }) => state === "rejected");

    expect(seen.checks["omega / constitution"]).toBe("failure");
    expect(await annotationsOn(seen.head, "omega / constitution")).toContain(annotated);
    expect(seen.reviewComments.map(({ path }) => path)).toContain(annotated.split(":")[0]);
  });

  it("that is lawful is held for want of a runner, and says so", async () => {
    const change = ["claude-agents", "agents/gardener.md", "before you prune", "twice"] as const;
    const pull = await propose("reword", change);

    const seen = await desk.see(pull, ({ state }) => state === "quarantined" || state === "held");

    expect(seen.checks["omega / constitution"]).toBe("success");
    expect(seen.checks["omega / validation"]).toBe("success");
    expect(seen.checks["omega / evaluation"]).toBe("action_required");
    expect(seen.texts["omega / evaluation"]).toContain("runner-missing");
    expect(seen.checks["omega / release"]).toBe("action_required");
  });

  it("that is formatting alone is no mutation", async () => {
    const change = ["crewai", "config/agents.yaml", "# Two people", "# Two persons"] as const;
    const pull = await propose("remark", change);

    const seen = await desk.see(pull, ({ checks }) => checks["omega / release"] !== undefined);

    expect(seen.checks).toEqual({ "omega / release": "success" });
  });

  it("that is not of the format fails validation on its line", async () => {
    const change = [
      "crewai",
      "config/agents.yaml",
      "  backstory: You write plainly.\n",
      "",
    ] as const;
    const pull = await propose("broken", change);

    const seen = await desk.see(pull, ({ state }) => state === "rejected");

    expect(await annotationsOn(seen.head, "omega / validation")).toContain(
      "agents/crew/config/agents.yaml:16",
    );
  });
});
