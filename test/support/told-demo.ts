import { type ChildProcess, spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { PROGRAM } from "../../src/local/demo/program.ts";
import { cloneWithPulls } from "./clone-with-pulls.ts";

/** Read off the documentation, not off the program: figures are computed a second time from it. */
export type Row = {
  readonly name: string;
  readonly tried: string;
  readonly repository: string;
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
  readonly export: string;
};

type Report = {
  readonly scenarios: readonly Row[];
  readonly export: string;
  readonly ok: boolean;
  readonly versions: { readonly node: string; readonly platform: string };
};

export type Recorded = {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly subject: { readonly pull?: number };
  readonly body: Readonly<Record<string, unknown>>;
};

/** An entry of another repository shows its leaf alone. */
export type Line = { readonly seq: number; readonly leaf: string; readonly entry?: string };

/** What is left of a demo: what it said, what it recorded, and a clone of each repository. */
export type ToldDemo = {
  readonly code: number;
  readonly stdout: string;
  readonly report: Report;
  /** The lines of the first repository's record, its header first, and the entries in them. */
  readonly lines: readonly string[];
  readonly record: readonly Recorded[];
  /** The entries of each export that a row names. */
  readonly records: ReadonlyMap<string, readonly Recorded[]>;
  /** Every page of a pull request, read each time that its state had changed. */
  readonly pages: readonly string[];
  /** A clone of each repository, with the head of every pull request under `refs/pull/<number>`. */
  readonly clones: ReadonlyMap<string, string>;
  remove(): Promise<void>;
};

const REPOSITORIES = ["acme/support-desk", "acme/parcel-desk"];

/**
 * Runs the demo as a newcomer would, reads the pages that it names while it runs, clones its
 * repositories while its GitHub is still up, and then ends it. It is told once for all who look at it.
 */
export async function tellDemo(): Promise<ToldDemo> {
  const child = spawn(process.execPath, [PROGRAM, "demo", "--json"], {
    env: { PATH: process.env["PATH"] ?? "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = new Promise<number>((resolve) =>
    child.once("close", (code) => resolve(code ?? 70)),
  );
  const said = { stdout: "", stderr: "", url: "" };
  const reading: Promise<string>[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  createInterface({ input: child.stderr }).on("line", (line) => {
    said.stderr += `${line}\n`;
    said.url = /GitHub: (\S+)/.exec(line)?.[1] ?? said.url;
    const [, repository = "support-desk", pull] = /^(?:([\w-]+) )?#(\d+) /.exec(line) ?? [];
    if (pull === undefined) return;
    const page = fetch(`${said.url}/acme/${repository}/pull/${pull}`);
    reading.push(page.then((answer) => answer.text()));
  });
  const ended = await Promise.race([closed, lineOf(child)]);
  if (ended !== undefined) throw new Error(`the demo ended with ${ended}: ${said.stderr}`);
  const clones = new Map<string, string>();
  for (const name of REPOSITORIES)
    clones.set(name, await cloneWithPulls(`${said.url}/${name}.git`));
  child.kill("SIGINT");
  const code = await closed;
  const report: Report = JSON.parse(said.stdout);
  const lines = await linesOf(report.export);
  const files = new Set(report.scenarios.map((row) => row.export));
  const records = new Map<string, readonly Recorded[]>();
  for (const file of files) records.set(file, entriesIn(await linesOf(file)));
  return {
    code,
    stdout: said.stdout,
    report,
    lines,
    record: entriesIn(lines),
    records,
    pages: await Promise.all(reading),
    clones,
    remove: async () => {
      for (const clone of clones.values()) await rm(clone, { recursive: true });
    },
  };
}

async function linesOf(file: string): Promise<readonly string[]> {
  return (await readFile(file, "utf8")).trimEnd().split("\n");
}

function entriesIn(lines: readonly string[]): readonly Recorded[] {
  return lines.slice(1).flatMap((line) => {
    const { entry } = JSON.parse(line) as Line;
    return entry === undefined ? [] : [JSON.parse(entry) as Recorded];
  });
}

/** The end of the first line on standard output: the story is told. */
function lineOf({ stdout }: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    stdout?.on("data", (text: string) => {
      if (text.includes("\n")) resolve();
    });
  });
}
