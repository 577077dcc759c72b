import { type ChildProcess, spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { PROGRAM } from "../../src/local/demo/program.ts";
import { cloneWithPulls } from "./clone-with-pulls.ts";

/** Read off the documentation, not off the program: figures are computed a second time from it. */
export type Row = {
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

export type Recorded = {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly subject: { readonly pull?: number };
  readonly body: Readonly<Record<string, unknown>>;
};

export type Line = { readonly seq: number; readonly leaf: string; readonly entry: string };

/** What is left of a demo: what it said, what it recorded, and a clone of its repository. */
export type ToldDemo = {
  readonly code: number;
  readonly stdout: string;
  readonly report: Report;
  /** The record's lines, its header first, and the entries in them. */
  readonly lines: readonly string[];
  readonly record: readonly Recorded[];
  /** Every page of a pull request, read each time that its state had changed. */
  readonly pages: readonly string[];
  /** A clone with the head of every pull request under `refs/pull/<number>`. */
  readonly clone: string;
  remove(): Promise<void>;
};

/**
 * Runs the demo as a newcomer would, reads the pages that it names while it runs, clones its
 * repository while its GitHub is still up, and then ends it. It is told once for all who look at it.
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
    const pull = /^#(\d+) /.exec(line)?.[1];
    if (pull === undefined) return;
    const page = fetch(`${said.url}/acme/support-desk/pull/${pull}`);
    reading.push(page.then((answer) => answer.text()));
  });
  const ended = await Promise.race([closed, lineOf(child)]);
  if (ended !== undefined) throw new Error(`the demo ended with ${ended}: ${said.stderr}`);
  const clone = await cloneWithPulls(`${said.url}/acme/support-desk.git`);
  child.kill("SIGINT");
  const code = await closed;
  const report: Report = JSON.parse(said.stdout);
  const lines = (await readFile(report.export, "utf8")).trimEnd().split("\n");
  return {
    code,
    stdout: said.stdout,
    report,
    lines,
    record: lines.slice(1).map((line) => JSON.parse((JSON.parse(line) as Line).entry)),
    pages: await Promise.all(reading),
    clone,
    remove: () => rm(clone, { recursive: true }),
  };
}

/** The end of the first line on standard output: the story is told. */
function lineOf({ stdout }: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    stdout?.on("data", (text: string) => {
      if (text.includes("\n")) resolve();
    });
  });
}
