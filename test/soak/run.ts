import { parseArgs } from "node:util";
import { soakDifferential } from "./differential.ts";
import { soakReader } from "./reader.ts";
import { soakReplicas } from "./replicas.ts";
import { soakRollout } from "./rollout.ts";
import type { Soak } from "./soak.ts";

/** What runs too long for `npm test`. A new one is a row here and a file beside this one. */
const SOAKS: Readonly<Record<string, Soak>> = {
  differential: soakDifferential,
  reader: soakReader,
  replicas: soakReplicas,
  rollout: soakRollout,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    minutes: { type: "string", default: "10" },
    count: { type: "string" },
    mutations: { type: "string" },
  },
});
const [name = ""] = positionals;
const soak = SOAKS[name];
if (soak === undefined) {
  const names = Object.keys(SOAKS).join(" | ");
  console.error(`npm run soak -- <${names}> [--seed n] [--minutes n] [--count n] [--mutations n]`);
  process.exitCode = 2;
} else {
  const options = {
    seed: Number(values.seed),
    minutes: Number(values.minutes),
    ...(values.count === undefined ? {} : { count: Number(values.count) }),
    ...(values.mutations === undefined ? {} : { mutations: Number(values.mutations) }),
  };
  console.log(`soak ${name}: --seed ${options.seed}`);
  const held = await soak(options);
  console.log(`soak ${name}: ${held ? "held" : "FAILED"}`);
  process.exitCode = held ? 0 : 1;
}
