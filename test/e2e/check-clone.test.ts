import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createServer } from "node:http";
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROGRAM, runOmega } from "../../src/local/demo/program.ts";
import { TEMPLATES } from "../../src/local/demo/world.ts";

const MINUTES = 480_000;
const SEALED = join(TEMPLATES, "sealed");

type Row = {
  readonly name: string;
  readonly pull_request: number;
  readonly decision: string;
  readonly as_expected: boolean;
  readonly gates: Readonly<Record<string, string>>;
};
type Told = { readonly scenarios: readonly Row[]; readonly export: string };
type Verdict = {
  readonly verdict: string;
  readonly reason_codes: readonly string[];
  readonly gates: readonly { readonly gate: string; readonly outcome: string }[];
};

let demo: ChildProcess;
let told: Told;
let folder: string;
/** The base's tip and the code of the decision by pull request, as the record has them. */
const tips = new Map<number, string>();
const reasons = new Map<number, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "omega-clone-of-demo-"));
  const running = await tellDemo();
  told = running.told;
  const git = async (...args: readonly string[]): Promise<unknown> =>
    promisify(execFile)("git", ["-C", folder, ...args], {
      env: { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
    });
  await git("clone", "--quiet", `${running.url}/acme/support-desk.git`, ".");
  await git("fetch", "--quiet", "origin", "+refs/pull/*/head:refs/pull/*");
  for (const line of (await readFile(told.export, "utf8")).trimEnd().split("\n").slice(1)) {
    const { kind, subject, body } = JSON.parse(JSON.parse(line).entry);
    if (kind === "classification") tips.set(subject.pull, body.tip_sha);
    if (kind === "decision") reasons.set(subject.pull, body.reason_code);
  }
}, MINUTES);
afterAll(async () => {
  demo.kill("SIGINT");
  await rm(folder, { recursive: true });
});

/** The demo with its GitHub still up, for whoever wants a clone. */
function tellDemo(): Promise<{ readonly told: Told; readonly url: string }> {
  demo = spawn(process.execPath, [PROGRAM, "demo", "--json"], {
    env: { PATH: process.env["PATH"] ?? "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((resolve, reject) => {
    const said = { out: "", err: "" };
    demo.stderr?.setEncoding("utf8").on("data", (text: string) => (said.err += text));
    demo.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said.out += text;
      if (!said.out.includes("\n")) return;
      resolve({ told: JSON.parse(said.out), url: /GitHub: (\S+)/.exec(said.err)?.[1] ?? "" });
    });
    demo.once("close", (code) => reject(new Error(`the demo ended with ${code}: ${said.err}`)));
  });
}

async function check(
  pull: number,
  ...more: readonly string[]
): Promise<{ readonly code: number; readonly said: Verdict; readonly stderr: string }> {
  const ran = await runOmega([
    "check",
    "--repo",
    folder,
    "--base",
    tips.get(pull) ?? `refs/pull/${pull}~1`,
    "--head",
    `refs/pull/${pull}`,
    "--json",
    ...more,
  ]);
  return { code: ran.code, said: JSON.parse(ran.stdout), stderr: ran.stderr };
}

/** A proposal that waits for a slot of its budget is refused as things stand. */
function undecided(gates: Row["gates"]): string {
  return gates["budget"] === "fail" ? "reject" : "not-a-mutation";
}

/** Every other verdict ends with 0. */
const CODES: Readonly<Record<string, number>> = {
  reject: 1,
  quarantine: 2,
};

describe("omega check on a clone of the demo's repository", () => {
  it(
    "says of every pull request what the app said, gate by gate, by the same code",
    { timeout: MINUTES },
    async () => {
      expect(told.scenarios.length).toBeGreaterThanOrEqual(6);
      expect(told.scenarios.filter(({ as_expected }) => !as_expected)).toEqual([]);
      for (const { name, pull_request: pull, decision, gates } of told.scenarios) {
        const { code, said } = await check(pull, "--ledger", told.export, "--sealed", SEALED);

        const expected = decision === "-" ? undecided(gates) : decision;
        expect([said.verdict, code], name).toEqual([expected, CODES[expected] ?? 0]);
        const isRuled = ["accept", "reject", "quarantine"].includes(decision);
        if (isRuled) expect(said.reason_codes[0], name).toBe(reasons.get(pull));
        const judged = Object.fromEntries(said.gates.map(({ gate, outcome }) => [gate, outcome]));
        expect(judged, name).toEqual(gates);
      }
    },
  );

  it("leaves evidence to the app where it has no sealed suites, and says so", async () => {
    const { pull_request: pull } = rowOf("improve-classifier");
    const { code, said, stderr } = await check(pull, "--ledger", told.export);

    expect([code, said.verdict]).toEqual([0, "lawful"]);
    expect(said.gates.map(({ gate }) => gate)).toEqual(["constitution", "budget", "validation"]);
    expect(stderr).toContain("Not checked: evidence");
  });

  it("reads the record from a server, and judges nothing by one that somebody changed", async () => {
    const { pull_request: pull } = rowOf("broken-reference");
    const text = await readFile(told.export, "utf8");
    const forged = text.replace(/(\\"at\\":\d+)(\d)/, (_all, before, digit) =>
      digit === "7" ? `${before}8` : `${before}7`,
    );
    const server = createServer((request, response) =>
      response.end(request.url === "/forged" ? forged : text),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;

    const honest = await check(pull, "--ledger", `${url}/record`);
    const broken = await check(pull, "--ledger", `${url}/forged`);
    server.close();

    expect([honest.code, honest.said.verdict]).toEqual([1, "reject"]);
    expect([broken.code, broken.said.verdict]).toEqual([1, "invalid"]);
    expect(broken.said.reason_codes).toEqual(["ledger-corrupt"]);
    expect(broken.stderr).toContain("The record does not hold: at entry 0 (line 2)");
  });

  it("refuses a record that goes on after its last leaf", async () => {
    const longer = join(folder, "longer.jsonl");
    await appendFile(longer, `${await readFile(told.export, "utf8")}{}\n`);

    const { said } = await check(rowOf("docs-only").pull_request, "--ledger", longer);

    expect(said).toMatchObject({ verdict: "invalid", reason_codes: ["ledger-corrupt"] });
  });
});

function rowOf(name: string): Row {
  const row = told.scenarios.find((one) => one.name === name);
  if (row === undefined) throw new Error(`the demo tells nothing of ${name}`);
  return row;
}
