import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDescription } from "./description.ts";
import { DEVIATIONS } from "./deviations.ts";
import { OBSERVATIONS } from "./observe.ts";
import type { Observation } from "./validator.ts";

/** Vitest calls this once before all files; what it returns runs once after them. */
export default function setup(): () => void {
  const directory = mkdtempSync(join(tmpdir(), "omega-conformance-"));
  process.env[OBSERVATIONS] = directory;
  return () => {
    const seen = readObservations(directory);
    rmSync(directory, { recursive: true, force: true });
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
  const unlisted = new Set(
    seen.flatMap(({ operation, problems }) =>
      problems
        .filter((problem) => !isListed(operation, problem))
        .map((problem) => `${operation}: ${problem}`),
    ),
  );
  const unknown = seen.reduce((sum, { unknownFields }) => sum + unknownFields, 0);
  const operations = new Set(exchanges.map(({ operation }) => operation)).size;
  console.log(
    `conformance: ${exchanges.length} exchanges over ${operations} operations and ` +
      `${webhooks.length} webhooks; ${DEVIATIONS.length} listed deviations, ` +
      `${unlisted.size} unlisted, ${unknown} unknown fields`,
  );
  if (unlisted.size === 0) return;
  console.log(
    [...unlisted]
      .slice(0, 60)
      .map((line) => `  ${line}`)
      .join("\n"),
  );
  process.exitCode = 1;
}

function isListed(operation: string, problem: string): boolean {
  return DEVIATIONS.some(
    (one) =>
      (one.operation === "*" || one.operation === operation) && problem.includes(one.problem),
  );
}
