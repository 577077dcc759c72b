import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROGRAM, type Ran, runOmega } from "../../src/local/demo/program.ts";
import { TEMPLATES } from "../../src/local/demo/world.ts";
import { exportLines } from "../support/exports.ts";

/** They need an app that runs, or are one; other tests type their examples. */
const ONLINE = ["serve", "export", "status", "token", "demo"];

const READER =
  "---\nname: reader\ndescription: Reads.\ntools: Read\n---\nRead what you are given.\n";

const PROMPTFOO = `tests:
  - vars: {message: Where is my card?}
    assert: [{type: icontains, value: sorry}]
`;

let world: string;
let clone: string;

const git = (...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], {
    cwd: clone,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
  });

/** Words that no two items share, so that none is taken for a repetition of another. */
const WORDS = Array.from({ length: 120 }, (_, at) =>
  ["qu", at, "zor"].join("").replaceAll(/\d/g, (digit) => "aeioubdfgk".charAt(Number(digit))),
);

function labelledLines(pile: string): readonly string[] {
  return WORDS.map((word) => {
    const input = { message: `${pile}${word} ${word}${pile} x${word}${pile}` };
    return JSON.stringify({ id: `${pile}-${word}`, input, expected: { intent: "fees" } });
  });
}

/** A clone with a remote, some history, a branch with a change, and a record beside its files. */
beforeAll(() => {
  world = mkdtempSync(join(tmpdir(), "omega-examples-"));
  clone = join(world, "clone");
  cpSync(join(TEMPLATES, "starter"), clone, { recursive: true });
  cpSync(join(TEMPLATES, "sealed"), join(world, "sealed"), { recursive: true });
  mkdirSync(join(clone, ".claude/agents"), { recursive: true });
  writeFileSync(join(clone, ".claude/agents/reader.md"), READER);
  git("init", "--quiet", "--initial-branch=main", ".");
  git("add", "--all");
  git("commit", "--quiet", "--message", "starter");
  for (let note = 0; note < 21; note += 1) {
    git("commit", "--quiet", "--allow-empty", "--message", `note ${note}`);
  }
  git("init", "--quiet", "--bare", "../origin");
  git("remote", "add", "origin", "../origin");
  git("push", "--quiet", "origin", "main");
  git("checkout", "--quiet", "-b", "my-change");
  cpSync(join(TEMPLATES, "mutations/improve-classifier/systems"), join(clone, "systems"), {
    recursive: true,
  });
  git("add", "--all");
  git("commit", "--quiet", "--message", "my change");
  writeFileSync(join(clone, "record.jsonl"), `${exportLines([]).join("\n")}\n`);
  writeFileSync(join(clone, "labelled.jsonl"), labelledLines("first").join("\n"));
  writeFileSync(join(clone, "more.jsonl"), labelledLines("second").join("\n"));
  writeFileSync(join(clone, "promptfooconfig.yaml"), PROMPTFOO);
  writeFileSync(join(clone, "dataset.jsonl"), '{"input": "Where is my card?", "target": "lost"}');
  const rows = WORDS.map((word) => `${word} ${word}card ${word}fee,fees`);
  writeFileSync(join(clone, "test.csv"), ["text,category", ...rows].join("\n"));
});
afterAll(() => rmSync(world, { recursive: true }));

/** One command line, typed in the clone. */
function type(line: string, directory = clone): Promise<Ran> {
  const child = spawn(process.execPath, [PROGRAM, ...line.split(" ").filter(Boolean)], {
    cwd: directory,
    env: { PATH: process.env["PATH"] ?? "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  return new Promise((resolve) =>
    child.once("close", (code) => resolve({ code: code ?? 70, ...said })),
  );
}

async function commandsOf(): Promise<readonly string[]> {
  const { stdout } = await runOmega(["--help"]);
  const [, list = ""] = stdout.split("Commands:\n");
  const names = [...list.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = ""]) => name);
  return names.filter((name) => name !== "help" && name !== "omega");
}

async function examplesOf(...command: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runOmega([...command, "--help"]);
  const [, shown = ""] = stdout.split(/^Examples?:\n/m);
  return [...shown.matchAll(/^ {2}\$ omega (.+)$/gm)].map(([, line = ""]) => line);
}

describe("every command", () => {
  it("shows an example, and what it shows can be typed as it stands", async () => {
    const commands = await commandsOf();
    expect(commands).toEqual(expect.arrayContaining(["check", "simulate", "backtest", "doctor"]));
    for (const command of commands.filter((name) => !ONLINE.includes(name))) {
      const examples = await examplesOf(command);
      expect(examples, command).not.toEqual([]);
      const inner = command === "import" ? await examplesOf(command, "suite") : [];
      for (const example of [...examples, ...inner]) {
        const { code, stderr } = await type(example, await placeFor(command));
        expect([0, 2], `${example}\n${stderr}`).toContain(code);
      }
    }
  }, 120_000);

  it("answers a newcomer's wrong words with 64 and a sentence, and prints nothing else", async () => {
    const file = join(clone, "record.jsonl");
    const empty = mkdtempSync(join(world, "empty-"));
    execFileSync("git", ["init", "--quiet", empty]);
    const slips: readonly (readonly [line: string, sentence: RegExp])[] = [
      ["check --base", /argument missing/],
      ["check --base main --haed x", /Did you mean --head/],
      ["check main", /--base/],
      ["check --base main extra", /too many arguments/],
      ["check --base mian", /did you mean main\?/],
      ["check --base orgin/main", /did you mean origin\/main\?|did you mean main\?/],
      [`check --base main --repo ${world}`, /not in a git repository/],
      [`check --base main --repo ${file}`, /not in a git repository/],
      [`check --base main --repo ${empty}`, /it has no branches/],
      ["check --base main --ledger nope.jsonl", /nope\.jsonl does not exist/],
      ["simulate --base main --worktree --head main", /either --head or --worktree/],
      ["backtest --range main", /two dots/],
      ["doctor", /--local/],
      ["init Big", /small letters/],
      ["verify nope.jsonl", /no such file/],
      ["chekc", /Did you mean check/],
    ];
    for (const [line, sentence] of slips) {
      const { code, stdout, stderr } = await type(line);
      expect([line, code, stdout]).toEqual([line, 64, ""]);
      expect(stderr, line).toMatch(sentence);
      expect(stderr, line).not.toMatch(/\n {4}at /);
    }
  }, 120_000);
});

/** The starter is written where there is nothing yet. */
async function placeFor(command: string): Promise<string> {
  if (command !== "init") return clone;
  const place = join(world, "fresh");
  mkdirSync(place);
  execFileSync("git", ["init", "--quiet", place]);
  return place;
}
