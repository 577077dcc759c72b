import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSuite } from "../../../src/core/ir/parse-suite.ts";
import { importCommand } from "../../../src/surfaces/cli/import.ts";
import { captureOutput, cliWiring, runCommand } from "../../support/cli.ts";

const said = captureOutput();

const CONFIG = `prompts: ["{{q}}"]
tests:
  - vars: {q: "the secret question"}
    assert: [{type: contains, value: "the secret answer"}]
  - vars: {q: "another one"}
    assert: [{type: javascript, value: "output.length > 3"}]
`;

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "omega-import-"));
  await writeFile(join(home, "promptfooconfig.yaml"), CONFIG);
  const sample = (id: string): string => JSON.stringify({ id, input: `q ${id}`, target: "yes" });
  await writeFile(join(home, "dataset.jsonl"), `${sample("a")}\n${sample("b")}\n`);
  await writeFile(join(home, "broken.json"), "[");
});
afterAll(() => rm(home, { recursive: true }));

const at = (name: string): string => join(home, name);
const run = (...argv: readonly string[]): Promise<number> =>
  runCommand(importCommand(cliWiring()), ["import", "suite", ...argv]);

describe("omega import suite", () => {
  it("says of each test whether it was taken and why not, and repeats nothing that it asks", async () => {
    expect(await run(at("promptfooconfig.yaml"), "--format", "promptfoo")).toBe(0);
    expect(said.out).toMatch(/^partial: 1 taken, 1 left out\n/);
    expect(said.out).toMatch(/promptfooconfig\.yaml:3 \/tests\/0 as i-[0-9a-f]{16}$/m);
    expect(said.out).toContain(
      "/tests/1 is decided by code, which is not run (javascript) code-not-run",
    );
    expect(said.out).not.toContain("secret");
  });

  it("writes a suite that gates can read, for its owner alone, and overwrites none", async () => {
    const asked = [at("dataset.jsonl"), "--format", "inspect", "--input", "message", "--json"];
    expect(await run(...asked, "--out", at("suite.jsonl"))).toBe(0);
    expect(JSON.parse(said.out)).toMatchObject({
      result: "complete",
      out: at("suite.jsonl"),
      taken: [{ pointer: "/0", line: 1, id: "a" }, { id: "b" }],
      left_out: [],
    });
    const suite = parseSuite("s", await readFile(at("suite.jsonl")));
    expect(suite).toMatchObject({
      ok: true,
      value: { items: [{ input: { message: "q a" }, expected: { answer: "yes" } }, { id: "b" }] },
    });
    expect((await stat(at("suite.jsonl"))).mode & 0o777).toBe(0o600);

    expect(await run(...asked, "--out", at("suite.jsonl"))).toBe(64);
    expect(said.err).toContain("it is there already");
  });

  it("ends with 1 where nothing could be taken, and writes nothing", async () => {
    expect(await run(at("dataset.jsonl"), "--format", "promptfoo", "--out", at("none.jsonl"))).toBe(
      1,
    );
    expect(said.out).toContain("partial: 0 taken, 2 left out");
    await expect(stat(at("none.jsonl"))).rejects.toThrow("ENOENT");
    said.forget();

    expect(await run(at("broken.json"), "--format", "inspect", "--json")).toBe(1);
    expect(JSON.parse(said.out)).toMatchObject({
      result: "invalid",
      taken: [],
      findings: [{ code: "json-unreadable" }],
    });
  });

  it("takes its own options and not those of the command above it", async () => {
    expect(await run(at("dataset.jsonl"), "--format", "crewai")).toBe(64);
    expect(said.err).toContain("Allowed choices are promptfoo, inspect");
    expect(await run(at("nowhere.json"), "--format", "inspect")).toBe(64);
    expect(said.err).toContain("there is no such file");
    expect(await runCommand(importCommand(cliWiring()), ["import"])).toBe(64);
    expect(said.err).toContain("name --format and --path");
  });
});
