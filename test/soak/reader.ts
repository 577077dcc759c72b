import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import { parseCharter } from "../../src/core/ir/parse-charter.ts";
import { parseJson } from "../../src/core/ir/parse-json.ts";
import { parseYaml } from "../../src/core/ir/parse-yaml.ts";
import { readSystem } from "../../src/core/ir/read-system.ts";
import type { Snapshot, TreeEntry } from "../../src/core/ir/snapshot.ts";
import { sha, type Sha } from "../../src/core/kernel/ids.ts";
import { sha256Hex } from "../../src/core/kernel/digest.ts";
import { hostileBytes } from "../support/hostile-bytes.ts";
import type { Soak } from "./soak.ts";

/** No case may take longer, on any machine that people work on. */
const SLOWEST_MS = 50;

/** A case that was slow is timed again: the machine may have been busy, and the reader not. */
const TRIES = 5;

const GROWTH_BYTES = 16 * 1024 * 1024;
const MINUTE_MS = 60_000;

const STARTER = join(process.cwd(), "templates/starter");
const ROOT = "systems/triage";

type Reader = {
  readonly name: string;
  readonly read: (bytes: Uint8Array, seed: number) => unknown;
};
type Figures = {
  cases: number;
  bytes: number;
  slowest: { ms: number; what: string };
  readonly troubles: string[];
};

/** Generated and damaged bytes for every reader: none throws, is slow, or keeps memory. */
export const soakReader: Soak = async ({ seed, minutes, count = Infinity }) => {
  const files = starterFiles();
  const readers = readersOf(files);
  const figures: Figures = { cases: 0, bytes: 0, slowest: { ms: 0, what: "" }, troubles: [] };
  const end = performance.now() + minutes * MINUTE_MS;
  const originals = [...files.values()];
  let settled = 0;
  let at = 0;
  while (performance.now() < end && at < count && figures.troubles.length === 0) {
    feed(readers, { seed: seed + at, bytes: hostileBytes(seed + at, originals) }, figures);
    at += 1;
    // By then every path was taken often, and what is kept is kept for good reason.
    if (at === 5000) settled = heap();
    if (at % 20_000 === 0) console.log(line(figures, settled));
  }
  const growth = settled === 0 ? 0 : heap() - settled;
  console.log(line(figures, settled));
  for (const trouble of figures.troubles) console.log(trouble);
  return figures.troubles.length === 0 && growth < GROWTH_BYTES;
};

function feed(
  readers: readonly Reader[],
  { seed, bytes }: { readonly seed: number; readonly bytes: Uint8Array },
  figures: Figures,
): void {
  for (const { name, read } of readers) {
    const what = `${name}, ${bytes.length} bytes: --seed ${seed} --count 1`;
    try {
      const ms = Math.min(...timesOf(() => read(bytes, seed)));
      if (ms > figures.slowest.ms) figures.slowest = { ms, what };
      if (ms > SLOWEST_MS) figures.troubles.push(`${ms.toFixed(0)} ms: ${what}`);
    } catch (fault) {
      figures.troubles.push(`${String(fault)}: ${what}`);
    }
    figures.cases += 1;
    figures.bytes += bytes.length;
  }
}

/** The processor's time where it is less than the clock's: others use this machine too. */
function* timesOf(read: () => unknown): Generator<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const begun = performance.now();
    const used = process.cpuUsage();
    read();
    const { user, system } = process.cpuUsage(used);
    const ms = Math.min(performance.now() - begun, (user + system) / 1000);
    yield ms;
    if (ms <= SLOWEST_MS) return;
  }
}

function readersOf(files: ReadonlyMap<string, Uint8Array>): readonly Reader[] {
  const systemFiles = [...files.keys()].filter((path) => path.startsWith(`${ROOT}/`));
  return [
    { name: "parseYaml", read: (bytes) => parseYaml("f.yaml", bytes) },
    { name: "parseJson", read: (bytes) => parseJson("f.json", bytes) },
    { name: "parseCharter", read: (bytes) => parseCharter(CHARTER_PATH, bytes) },
    {
      name: "readSystem",
      read: (bytes, seed) => {
        const hit = systemFiles[seed % systemFiles.length] ?? "";
        const snapshot = snapshotOf(new Map([...files, [hit, bytes]]));
        return readSystem({ name: "triage", root: ROOT, snapshot });
      },
    },
  ];
}

function starterFiles(): ReadonlyMap<string, Uint8Array> {
  const entries = readdirSync(STARTER, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile());
  return new Map(
    paths
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes("/evals/"))
      .map((path) => [relative(STARTER, path), new Uint8Array(readFileSync(path))]),
  );
}

function snapshotOf(files: ReadonlyMap<string, Uint8Array>): Snapshot {
  const blobs = new Map<Sha, Uint8Array>();
  const tree = new Map<string, TreeEntry>();
  for (const [path, bytes] of files) {
    const id = sha(sha256Hex(path).slice(0, 40));
    blobs.set(id, bytes);
    tree.set(path, { path, mode: "100644", sha: id, size: bytes.length });
  }
  return { commit: sha("0".repeat(40)), tree, blobs };
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function line(figures: Figures, settled: number): string {
  const { cases, bytes, slowest } = figures;
  const growth = settled === 0 ? 0 : heap() - settled;
  const mib = (size: number): string => `${(size / 1024 / 1024).toFixed(1)} MiB`;
  return `${cases} cases, ${mib(bytes)}, slowest ${slowest.ms.toFixed(1)} ms (${slowest.what}), heap grew ${mib(growth)}`;
}
