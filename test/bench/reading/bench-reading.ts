import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { checkJson } from "../../../src/core/ir/parse-json.ts";
import { parseYaml } from "../../../src/core/ir/parse-yaml.ts";
import type { Bar } from "../bars.ts";
import { measure, percentile } from "../measure.ts";

/** How much longer the strict reading may take than the plain one of the same text. */
const MOST_OF_YAML = 2;
const MOST_OF_JSON = 15;
const ROUNDS = 200;

type Read = (bytes: Uint8Array) => unknown;
type Peer = { readonly name: string; readonly read: Read; readonly most: number };

const decoder = new TextDecoder();
const JS_YAML: Peer = {
  name: "js-yaml's load",
  read: (bytes) => load(decoder.decode(bytes)),
  most: MOST_OF_YAML,
};
/** Native code without positions, duplicates and bounds; what is left for us is measured against it. */
const NATIVE: Peer = {
  name: "JSON.parse",
  read: (bytes) => JSON.parse(decoder.decode(bytes)),
  most: MOST_OF_JSON,
};

/** What reading costs on the files that people write and on one that is as long as may be. */
export function benchReading(): readonly Bar[] {
  const starter = (path: string): Uint8Array =>
    new Uint8Array(readFileSync(join(process.cwd(), "templates/starter", path)));
  const yaml: Read = (bytes) => parseYaml("f.yaml", bytes);
  const json: Read = (bytes) => checkJson("f.json", bytes);
  const table = starter("systems/triage/data/intents.json");
  return [
    barOf("the starter's charter", starter(".omega/charter.yaml"), [yaml, JS_YAML]),
    barOf("the starter's system", starter("systems/triage/system.yaml"), [yaml, JS_YAML]),
    barOf("a definition of 120 KiB", longDefinition(), [yaml, JS_YAML]),
    barOf("the starter's largest table", table, [json, NATIVE]),
  ];
}

function barOf(
  what: string,
  bytes: Uint8Array,
  [read, peer]: readonly [strict: Read, peer: Peer],
): Bar {
  const perKib = (one: Read): number =>
    percentile(
      measure(ROUNDS, () => bytes, one),
      0.5,
    ) /
    (bytes.length / 1024);
  const [theirs, ours] = [perKib(peer.read), perKib(read)];
  return {
    what: `${what} (${(bytes.length / 1024).toFixed(1)} KiB), strictly, ≤ ${peer.most} times ${peer.name}`,
    found: `${(ours / theirs).toFixed(1)} times, p50 ${ours.toFixed(1)} against ${theirs.toFixed(1)} µs/KiB`,
    held: ours <= theirs * peer.most,
  };
}

function longDefinition(): Uint8Array {
  const rows = Array.from({ length: 1200 }, (_, at) => {
    return `  p${at}: {value: ${at}, minimum: 0, maximum: 2000} # what the parameter ${at} is for, in words`;
  });
  return new TextEncoder().encode(`parameters:\n${rows.join("\n")}\n`);
}
