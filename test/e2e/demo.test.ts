import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { beforeAll, describe, expect, it } from "vitest";
import { PROGRAM, runOmega } from "../../src/local/demo/program.ts";
import { TEMPLATES } from "../../src/local/demo/world.ts";

const MINUTES = 300_000;

/** Read off the documentation, not off the program: figures are computed here a second time. */
type Row = {
  readonly name: string;
  readonly tried: string;
  readonly pull_request: number;
  readonly url: string;
  readonly expected: { readonly decision: string; readonly stage: string; reason_code: string };
  readonly as_expected: boolean;
  readonly gates: Readonly<Record<string, string>>;
  readonly decision: string;
  readonly stage: string;
  readonly reason_code: string;
  readonly seconds: number;
  readonly entries: readonly number[];
};
type Report = {
  readonly scenarios: readonly Row[];
  readonly export: string;
  readonly ok: boolean;
  readonly versions: { readonly node: string; readonly platform: string };
};
type Recorded = {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly subject: { readonly pull?: number };
  readonly body: Readonly<Record<string, unknown>>;
};
type Line = { readonly seq: number; readonly leaf: string; readonly entry: string };

let told: { readonly code: number; readonly stdout: string };
let report: Report;
let lines: readonly string[];
let record: readonly Recorded[];
/** Every page of a pull request, read each time that its state had changed. */
const pages: string[] = [];

beforeAll(async () => {
  told = await tellDemo();
  report = JSON.parse(told.stdout);
  lines = (await readFile(report.export, "utf8")).trimEnd().split("\n");
  record = lines.slice(1).map((line) => JSON.parse((JSON.parse(line) as Line).entry));
}, MINUTES);

/** Runs the demo as a newcomer would, and reads the pages that it names while it runs. */
async function tellDemo(): Promise<typeof told> {
  const child = spawn(process.execPath, [PROGRAM, "demo", "--once", "--json"], {
    env: { PATH: process.env["PATH"] ?? "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = new Promise<number>((resolve) =>
    child.once("close", (code) => resolve(code ?? 70)),
  );
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  let url = "";
  const reading: Promise<unknown>[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    url = /GitHub: (\S+)/.exec(line)?.[1] ?? url;
    const pull = /^#(\d+) /.exec(line)?.[1];
    if (pull === undefined) return;
    const page = fetch(`${url}/acme/support-desk/pull/${pull}`).then((answer) => answer.text());
    reading.push(page.then((text) => pages.push(text)));
  });
  const code = await closed;
  await Promise.all(reading);
  return { code, stdout };
}

describe("omega demo --once --json", () => {
  it("ends with 0 and says one JSON object of the documented shape", () => {
    expect(told.code).toBe(0);
    expect(told.stdout.trimEnd()).not.toContain("\n");
    expect(report).toEqual({
      scenarios: expect.any(Array),
      export: expect.any(String),
      ok: true,
      versions: { node: process.version, platform: `${process.platform}-${process.arch}` },
    });
    expect(report.scenarios.length).toBeGreaterThanOrEqual(5);
    for (const row of report.scenarios) {
      expect(row).toEqual({
        name: expect.stringMatching(/^[a-z-]+$/),
        tried: expect.stringMatching(/\w/),
        pull_request: expect.any(Number),
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/acme\/support-desk\/pull\/\d+$/),
        expected: {
          decision: expect.any(String),
          stage: expect.any(String),
          reason_code: expect.any(String),
        },
        as_expected: true,
        gates: expect.any(Object),
        decision: expect.any(String),
        stage: expect.any(String),
        reason_code: expect.any(String),
        seconds: expect.any(Number),
        entries: expect.any(Array),
      });
    }
  });

  it("shows an accepted, a rejected and a rolled-back change, and one that is none", () => {
    const endings = report.scenarios.map(({ decision, stage }) => `${decision} ${stage}`);

    for (const ending of [
      "accept promoted",
      "reject -",
      "accept rolled-back",
      "not-a-mutation -",
    ]) {
      expect(endings).toContain(ending);
    }
  });

  it("says no figure that its own record does not give", () => {
    for (const row of report.scenarios) {
      const named = record.filter(({ seq }) => row.entries.includes(seq));
      const about = record.filter(({ subject }) => subject.pull === row.pull_request);
      expect(named.map(({ seq }) => seq)).toEqual(row.entries);
      expect(named).toEqual(about);
      expect({ ...row, ...figuresOf(named) }, row.name).toEqual(row);
      const { decision, stage, reason_code, expected } = row;
      expect({ decision, stage, reason_code }).toEqual(expected);
    }
  });

  it("counts the seconds of a change from the delivery that told of it", () => {
    for (const { name, entries } of report.scenarios) {
      expect(record.find(({ seq }) => seq === entries[0])?.kind, name).toBe("delivery");
    }
  });
});

/** The last word on each thing that a row tells, and the time between first entry and last. */
function figuresOf(entries: readonly Recorded[]) {
  const figures = { gates: {} as Record<string, unknown>, decision: "-", stage: "-", reason: "-" };
  for (const { kind, body } of entries) {
    if (kind === "gate") figures.gates[String(body["gate"])] = body["outcome"];
    if (kind === "decision") figures.decision = String(body["decision"]);
    if (kind === "stage") figures.stage = String(body["stage"]);
    const isLast = kind === "stage" || kind === "decision";
    if (isLast) figures.reason = String(body["reason_code"]);
    // What waits for a slot was not decided; the gate that it waits at says why.
    if (kind === "gate" && figures.decision === "-") figures.reason = String(body["reason_code"]);
  }
  const { reason, ...rest } = figures;
  const times = entries.map(({ at }) => at);
  const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
  return { ...rest, reason_code: reason, seconds };
}

describe("the demo's record", () => {
  it("is accepted by omega verify, and is the tree that its header names", async () => {
    const ran = await runOmega(["verify", report.export, "--json"]);

    expect(ran.code).toBe(0);
    const { size, root } = JSON.parse(lines[0] ?? "");
    expect(JSON.parse(ran.stdout)).toMatchObject({ verdict: "holds", size, root });
    expect(rootOf(lines.slice(1).map((line) => leafOf((JSON.parse(line) as Line).entry)))).toBe(
      root,
    );
  });

  const CHANGED: readonly (readonly [string, (entries: number) => number])[] = [
    ["the first entry", () => 0],
    ["the second entry", () => 1],
    ["an entry in the middle", (entries) => Math.floor(entries / 2)],
    ["the last but one", (entries) => entries - 2],
    ["the last entry", (entries) => entries - 1],
  ];

  it.each(CHANGED)(
    "is refused when one byte of %s is another, which is named",
    async (_what, at) => {
      const seq = at(record.length);
      const ran = await verifyWith(seq + 1, (line) =>
        line.replace(/(\\"at\\":\d+)(\d)/, changeDigit),
      );

      expect(ran.code).toBe(1);
      expect(ran.stdout).toContain(`entry ${seq} (line ${seq + 2})`);
    },
  );

  it.each<[string, (line: string) => string]>([
    ["root", (line) => line.replace(/("root":")(.)/, changeDigit)],
    ["size", (line) => line.replace(/("size":\d*)(\d)/, changeDigit)],
    ["repository", (line) => line.replace(/("repository_id":\d*)(\d)/, changeDigit)],
  ])("is refused when one byte of the header's %s is another", async (_what, change) => {
    expect((await verifyWith(0, change)).code).toBe(1);
  });

  it("is refused when an entry was changed together with its leaf", async () => {
    const ran = await verifyWith(3, (line) => {
      const { seq, entry } = JSON.parse(line) as Line;
      const forged = entry.replace(/("at":\d+)(\d)/, changeDigit);
      return JSON.stringify({ seq, leaf: leafOf(forged).toString("hex"), entry: forged });
    });

    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("the leaves do not make the tree");
  });

  it("is refused when an entry is gone, and the place is named", async () => {
    const ran = await verifyText(lines.toSpliced(6, 1).join("\n"));

    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("entry 5 (line 7)");
  });
});

function changeDigit(_all: string, before: string, digit: string): string {
  return `${before}${digit === "7" ? "8" : "7"}`;
}

async function verifyWith(line: number, change: (line: string) => string) {
  const before = lines[line] ?? "";
  const after = change(before);
  expect(after).not.toBe(before);
  return verifyText(lines.with(line, after).join("\n"));
}

async function verifyText(text: string): ReturnType<typeof runOmega> {
  const file = join(await mkdtemp(join(tmpdir(), "omega-forged-")), "record.jsonl");
  await writeFile(file, `${text}\n`);
  return runOmega(["verify", file]);
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  createHash("sha256").update(Buffer.concat(parts)).digest();

function leafOf(entry: string): Buffer {
  return sha256(Buffer.of(0), Buffer.from(entry));
}

/** The Merkle tree hash as RFC 6962 §2.1 defines it, by its recursion. */
function rootOf(leaves: readonly Buffer[]): string {
  const hash = (part: readonly Buffer[]): Buffer => {
    const [only] = part;
    if (part.length === 1 && only !== undefined) return only;
    const split = 2 ** Math.ceil(Math.log2(part.length) - 1);
    return sha256(Buffer.of(1), hash(part.slice(0, split)), hash(part.slice(split)));
  };
  return hash(leaves).toString("hex");
}

describe("the sealed suite of the demo", () => {
  it("is told nowhere: no item, no message, and no figure of it", async () => {
    const suite = await readFile(join(TEMPLATES, "sealed", "triage-2026q4.jsonl"), "utf8");
    const items = suite
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(items.length).toBeGreaterThan(100);
    expect(pages.length).toBeGreaterThanOrEqual(report.scenarios.length);
    const evaluated = pages.filter((page) => page.includes("omega / evaluation"));
    expect(evaluated.at(-1)).toMatch(/sealed/i);
    const said = [...lines, ...pages, told.stdout].join("\n");

    for (const { id, input } of items) {
      expect(said).not.toContain(id);
      if (input.message.length >= 20) expect(said).not.toContain(input.message);
    }
    for (const page of pages) {
      // A charter's own diff names the suite beside figures of its own.
      const told = page.replaceAll(/<pre class="[^"]*\bpatch\b[^"]*">.*?<\/pre>/gs, "");
      for (const line of told.split("\n").filter((row) => /sealed/i.test(row))) {
        expect(line.replaceAll(/<[^>]*>/g, "")).not.toMatch(/\d\.\d/);
      }
    }
  });

  it("leaves nothing in the record but its name's digest, its size and a commitment", () => {
    const evidence = record.filter(({ kind }) => kind === "evidence");
    expect(evidence.length).toBeGreaterThan(0);
    for (const { body } of evidence) {
      expect(Object.keys(body).sort()).toEqual([
        "accepts",
        "asking_commitment",
        "epoch",
        "evaluator",
        "isolation",
        "public_pairs",
        "records_commitment",
        "remeasured_pairs",
        "safety_pairs",
        "sealed_items",
        "sealed_pairs",
        "shards_told",
        "suites",
        "tests_spent",
      ]);
    }
  });
});
