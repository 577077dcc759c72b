import { createHash } from "node:crypto";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runOmega } from "../../src/local/demo/program.ts";
import { TEMPLATES } from "../../src/local/demo/world.ts";
import { type Line, type Recorded, tellDemo, type ToldDemo } from "../support/told-demo.ts";
import { describeCheckOfClone } from "./demo/check-clone.ts";
import { describeParcelDesk } from "./demo/parcel-desk.ts";

/** Long enough for the demo, and for a check of everything in it, on a busy machine. */
const MINUTES = 480_000;

let told: ToldDemo;
let report: ToldDemo["report"];
let lines: ToldDemo["lines"];
let record: ToldDemo["record"];

beforeAll(async () => {
  told = await tellDemo();
  ({ report, lines, record } = told);
  return () => told.remove();
}, MINUTES);

describeCheckOfClone(() => told, MINUTES);
describeParcelDesk(() => told);

describe("omega demo --json", () => {
  it("ends with 0 when it is interrupted, and says one JSON object of the documented shape", () => {
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
        repository: expect.stringMatching(/^acme\/(support|parcel)-desk$/),
        pull_request: expect.any(Number),
        url: expect.stringMatching(
          /^http:\/\/127\.0\.0\.1:\d+\/acme\/(support|parcel)-desk\/pull\/\d+$/,
        ),
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
        export: expect.any(String),
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
      "restoration -",
    ]) {
      expect(endings).toContain(ending);
    }
  });

  it("turns a quarantine into an acceptance when evidence comes, without a push", () => {
    const row = report.scenarios.find(({ name }) => name === "waits-for-evidence");
    const own = record.filter(({ subject }) => subject.pull === row?.pull_request);
    const said = own.filter(({ kind }) => kind === "decision");
    expect(said.map(({ body }) => body["decision"])).toEqual(["quarantine", "accept"]);
    const [first, last] = said.map(({ body }) => Number(body["bar"]));
    expect(last).toBeLessThan(first ?? 0);
    const heads = new Set(own.flatMap(({ body }) => body["system_after"] ?? []));
    expect(heads.size).toBe(1);
  });

  it("says no figure that its own record does not give", () => {
    for (const row of report.scenarios) {
      const own = told.records.get(row.export) ?? [];
      const named = own.filter(({ seq }) => row.entries.includes(seq));
      const about = own.filter((entry) => isAbout(entry, row.pull_request));
      expect(named.map(({ seq }) => seq)).toEqual(row.entries);
      expect(named).toEqual(about);
      expect({ ...row, ...figuresOf(named) }, row.name).toEqual(row);
      const { decision, stage, reason_code, expected } = row;
      expect({ decision, stage, reason_code }).toEqual(expected);
    }
  });

  it("counts the seconds of a change from the delivery that told of it", () => {
    for (const { name, entries, export: file } of report.scenarios) {
      const [first] = entries;
      expect(told.records.get(file)?.find(({ seq }) => seq === first)?.kind, name).toBe("delivery");
    }
  });
});

/** A group of the queue is about the pull request that it adds. */
function isAbout({ subject, body }: Recorded, pull: number): boolean {
  return subject.pull === pull || (body["decision"] === "merge-group" && body["pull"] === pull);
}

/** The last word on each thing that a row tells, and the time between first entry and last. */
function figuresOf(entries: readonly Recorded[]) {
  const figures = { gates: {} as Record<string, unknown>, decision: "-", stage: "-", reason: "-" };
  for (const { kind, body } of entries.filter((entry) => !isGroup(entry))) {
    if (kind === "gate") figures.gates[String(body["gate"])] = body["outcome"];
    if (kind === "decision") figures.decision = String(body["decision"]);
    if (kind === "stage") figures.stage = String(body["stage"]);
    if (isLast(kind, body)) figures.reason = String(body["reason_code"]);
    // What waits for a slot was not decided; the gate that it waits at says why.
    if (kind === "gate" && figures.decision === "-") figures.reason = String(body["reason_code"]);
  }
  const { reason, ...rest } = figures;
  const group = entries.findLast((one) => isGroup(one) && one.body["reason_code"] !== "passed");
  const times = entries.map(({ at }) => at);
  const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
  return { ...rest, reason_code: group?.body["reason_code"] ?? reason, seconds };
}

function isGroup({ body }: Recorded): boolean {
  return body["decision"] === "merge-group";
}

/** A command that was refused is the last word, and one that was obeyed leads to a stage. */
function isLast(kind: string, body: Recorded["body"]): boolean {
  const isRefused = kind === "command" && body["reason_code"] !== "command-obeyed";
  return kind === "stage" || kind === "decision" || isRefused;
}

describe("the demo's record", () => {
  it("is accepted by omega verify, and is the tree that its header names", async () => {
    const ran = await runOmega(["verify", report.export, "--json"]);

    expect(ran.code).toBe(0);
    const { size, root } = JSON.parse(lines[0] ?? "");
    expect(JSON.parse(ran.stdout)).toMatchObject({ verdict: "holds", size, root });
    expect(rootOf(lines.slice(1).map((line) => leafIn(JSON.parse(line) as Line)))).toBe(root);
  });

  /** Places among the entries that are shown. */
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
      const seq = record[at(record.length)]?.seq ?? -1;
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
    const [first] = record;
    const ran = await verifyWith((first?.seq ?? 0) + 1, (line) => {
      const { seq, entry } = JSON.parse(line) as Line;
      const forged = (entry ?? "").replace(/("at":\d+)(\d)/, changeDigit);
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

function leafIn({ leaf, entry }: Line): Buffer {
  return entry === undefined ? Buffer.from(leaf, "hex") : leafOf(entry);
}

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
    expect(told.pages.length).toBeGreaterThanOrEqual(report.scenarios.length);
    const evaluated = told.pages.filter((page) => page.includes("omega / evaluation"));
    expect(evaluated.at(-1)).toMatch(/sealed/i);
    const said = [...lines, ...told.pages, told.stdout].join("\n");

    for (const { id, input } of items) {
      expect(said).not.toContain(id);
      if (input.message.length >= 20) expect(said).not.toContain(input.message);
    }
    for (const page of told.pages) {
      // A charter's own diff names the suite beside figures of its own.
      const shown = page.replaceAll(/<pre class="[^"]*\bpatch\b[^"]*">.*?<\/pre>/gs, "");
      for (const line of shown.split("\n").filter((row) => /sealed/i.test(row))) {
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
