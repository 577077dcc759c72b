import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { DataSet, Query } from "./data-set.ts";
import type { Weights } from "./train-weights.ts";

export type Files = Readonly<Record<string, string>>;

export const SORT = "systems/triage/tools/sort.js";
export const WEIGHTS = "systems/triage/data/weights.json";
export const DEFINITION = "systems/triage/system.yaml";

/** What is written by people; data and suites come from the data set. */
const FOLDER = join(process.cwd(), "test/support/banking77/agent");

/** The agent's own code, as the trainer and the counting of right answers use it. */
export type Sorter = {
  readonly wordsOf: (message: string) => readonly string[];
  run(
    input: { readonly message: string },
    context: {
      readonly parameters: { readonly min_confidence: number };
      readonly data: { readonly intents: readonly string[]; readonly weights: Weights };
    },
  ): { readonly intent: string; readonly confidence: number };
};

export async function loadSorter(): Promise<Sorter> {
  const loaded: Sorter = await import(pathToFileURL(join(FOLDER, SORT)).href);
  return loaded;
}

/** A repository with the agent in it. */
export function repositoryOf(dataSet: DataSet, weights: Weights): Files {
  const written = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(FOLDER, path), readFileSync(path, "utf8")] as const);
  return {
    ...Object.fromEntries(written),
    "systems/triage/data/intents.json": `${JSON.stringify(dataSet.intents, null, 1)}\n`,
    "systems/triage/evals/public.jsonl": suiteOf("public", dataSet.public),
    [WEIGHTS]: weightsText(weights),
  };
}

export function suiteOf(name: string, queries: readonly Query[]): string {
  const lines = queries.map(({ message, intent }, at) =>
    JSON.stringify({ id: `${name}-${at}`, input: { message }, expected: { intent } }),
  );
  return `${lines.join("\n")}\n`;
}

/** A stem a line, so that a difference can be read. */
export function weightsText(weights: Weights): string {
  const lines = Object.entries(weights).map(
    ([stem, worth]) => ` ${JSON.stringify(stem)}: ${JSON.stringify(worth)}`,
  );
  return `{\n${lines.join(",\n")}\n}\n`;
}
