import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkJson } from "../../../src/core/ir/parse-json.ts";
import { parseYaml } from "../../../src/core/ir/parse-yaml.ts";
import type { Bar } from "../bars.ts";
import { measure, percentile } from "../measure.ts";

const BAR_MICROSECONDS = 120;
const ROUNDS = 200;

type Read = (bytes: Uint8Array) => unknown;

/** What reading costs, per KiB, on the files that people write and on one that is as long as may be. */
export function benchReading(): readonly Bar[] {
  const starter = (path: string): Uint8Array =>
    new Uint8Array(readFileSync(join(process.cwd(), "templates/starter", path)));
  const yaml: Read = (bytes) => parseYaml("f.yaml", bytes);
  const json: Read = (bytes) => checkJson("f.json", bytes);
  return [
    barOf("the starter's charter", starter(".omega/charter.yaml"), yaml),
    barOf("the starter's system", starter("systems/triage/system.yaml"), yaml),
    barOf("a definition of 120 KiB", longDefinition(), yaml),
    barOf("the starter's largest table", starter("systems/triage/data/intents.json"), json),
  ];
}

function barOf(what: string, bytes: Uint8Array, read: Read): Bar {
  const sample = measure(ROUNDS, () => bytes, read);
  const perKib = (share: number): number => percentile(sample, share) / (bytes.length / 1024);
  const [p50, p95] = [perKib(0.5), perKib(0.95)];
  return {
    what: `${what} (${(bytes.length / 1024).toFixed(1)} KiB) reads in ${BAR_MICROSECONDS} µs/KiB`,
    found: `p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)} µs/KiB`,
    held: p50 <= BAR_MICROSECONDS,
  };
}

function longDefinition(): Uint8Array {
  const rows = Array.from({ length: 1200 }, (_, at) => {
    return `  p${at}: {value: ${at}, minimum: 0, maximum: 2000} # what the parameter ${at} is for, in words`;
  });
  return new TextEncoder().encode(`parameters:\n${rows.join("\n")}\n`);
}
