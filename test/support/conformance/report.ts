import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDescription } from "./description.ts";
import { DEVIATIONS, findUnlisted } from "./deviations.ts";
import { OBSERVATIONS } from "./observe.ts";
import type { Observation } from "./validator.ts";

/** Set to anything, it has the run's end name the first unknown fields. */
const VERBOSE = "OMEGA_CONFORMANCE_VERBOSE";

/** Vitest calls this once before all files; what it returns runs once after them. */
export default function setup(): () => void {
  const directory = mkdtempSync(join(tmpdir(), "omega-conformance-"));
  process.env[OBSERVATIONS] = directory;
  return () => {
    const seen = readObservations(directory);
    rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
    report(seen);
  };
}

function readObservations(directory: string): readonly Observation[] {
  return readdirSync(directory).flatMap((file) =>
    readFileSync(join(directory, file), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Observation),
  );
}

function report(seen: readonly Observation[]): void {
  if (loadDescription() === undefined) {
    console.log("conformance: skipped (GitHub's API description is not on this machine)");
    return;
  }
  const exchanges = seen.filter(({ kind }) => kind === "exchange");
  const webhooks = seen.filter(({ kind }) => kind === "webhook");
  const unlisted = findUnlisted(seen, DEVIATIONS);
  const operations = new Set(exchanges.map(({ operation }) => operation)).size;
  const unknown = seen.flatMap(({ operation, unknownFields }) =>
    unknownFields.map((field) => `${operation}: unknown ${field}`),
  );
  console.log(
    `conformance: ${exchanges.length} exchanges over ${operations} operations and ` +
      `${webhooks.length} webhooks; ${DEVIATIONS.length} listed deviations, ` +
      `${unlisted.length} unlisted, ${unknown.length} unknown fields`,
  );
  if (process.env[VERBOSE] !== undefined) sayLines([...new Set(unknown)].slice(0, 10));
  if (unlisted.length === 0) return;
  sayLines(unlisted.slice(0, 60));
  process.exitCode = 1;
}

function sayLines(lines: readonly string[]): void {
  for (const line of lines) console.log(`  ${line}`);
}
