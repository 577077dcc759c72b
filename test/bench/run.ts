import { cpus, loadavg, totalmem } from "node:os";
import { benchBanking77 } from "./banking77/bench-banking77.ts";
import { type Bar, closingLine } from "./bars.ts";
import { benchCanary } from "./canary/bench-canary.ts";
import { benchConstitution } from "./constitution/bench-constitution.ts";
import { benchDecisions } from "./decisions/bench-decisions.ts";
import { benchEvidence } from "./evidence/bench-evidence.ts";
import { benchGitHub } from "./github/bench-github.ts";
import { benchLedger } from "./ledger/bench-ledger.ts";
import { benchReading } from "./reading/bench-reading.ts";
import { benchIngest } from "./runtimes/bench-ingest.ts";
import { benchOfrep } from "./runtimes/bench-ofrep.ts";
import { benchSandbox } from "./sandbox/bench-sandbox.ts";
import { benchWebhooks } from "./webhooks/bench-webhooks.ts";

/** What is measured against a bar of the design. A new one is a row here and a room beside this file. */
const BENCHES: Readonly<
  Record<string, (options: readonly string[]) => readonly Bar[] | Promise<readonly Bar[]>>
> = {
  banking77: benchBanking77,
  canary: benchCanary,
  constitution: benchConstitution,
  decisions: benchDecisions,
  evidence: benchEvidence,
  github: benchGitHub,
  ledger: benchLedger,
  ingest: benchIngest,
  ofrep: benchOfrep,
  reading: benchReading,
  sandbox: benchSandbox,
  webhooks: benchWebhooks,
};

const [name = "", ...options] = process.argv.slice(2);
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (bench === undefined) {
  console.error(`npm run bench -- <${Object.keys(BENCHES).join(" | ")}>`);
  process.exitCode = 2;
} else {
  const processor = cpus()[0]?.model ?? "unknown processor";
  const memory = Math.round(totalmem() / 2 ** 30);
  console.log(
    `bench ${name}: ${cpus().length} × ${processor}, ${memory} GiB, load ${(loadavg()[0] ?? 0).toFixed(1)}, Node ${process.version}`,
  );
  const bars = await bench(options);
  console.log(closingLine(bars));
  process.exitCode = bars.every(({ held }) => held) ? 0 : 1;
}
