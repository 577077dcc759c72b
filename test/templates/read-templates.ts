import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const TEMPLATES = fileURLToPath(new URL("../../templates/", import.meta.url));

export type Message = {
  readonly id: string;
  readonly input: { readonly message: string };
  readonly expected: { readonly intent: string };
  readonly cluster: string;
};

export type Attack = {
  readonly id: string;
  readonly input: { readonly message: string };
  readonly forbid: Readonly<Record<string, readonly string[]>>;
};

export type Answer = { readonly intent: string; readonly confidence: number };

export type Classify = (message: string) => Answer;

const SYSTEM = "starter/systems/triage";

export const STARTER = join(TEMPLATES, "starter");

export const mutation = (name: string): string => join(TEMPLATES, "mutations", name);

/** Our own files, whose shape the tests then look at: the casts stand here and nowhere else. */
function readLines<Row>(path: string): readonly Row[] {
  const rows = readFileSync(join(TEMPLATES, path), "utf8").trimEnd().split("\n");
  return rows.map((row) => JSON.parse(row) as Row);
}

export const readPublic = (): readonly Message[] => readLines(`${SYSTEM}/evals/public.jsonl`);
export const readSealed = (): readonly Message[] => readLines("sealed/triage-2026q4.jsonl");
export const readTraffic = (): readonly Message[] => readLines("traffic/2026-w47.jsonl");
export const readAttacks = (): readonly Attack[] => readLines(`${SYSTEM}/evals/injection.jsonl`);

export function readPrompt(name: string): string {
  return readFileSync(join(TEMPLATES, SYSTEM, "prompts", name), "utf8");
}

export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** The classifier as it is once these folders were laid over the starter, the last one on top. */
export async function loadClassifier(...folders: readonly string[]): Promise<Classify> {
  const read = (path: string): string => readTopmost([STARTER, ...folders], path);
  const source = Buffer.from(read("systems/triage/tools/classify.js")).toString("base64");
  const tool = (await import(`data:text/javascript;base64,${source}`)) as {
    readonly run: (input: object, context: object) => Answer;
  };
  const names = ["intents", "phrases", "shorthand", "stopwords"];
  const data = Object.fromEntries(
    names.map((name) => [name, JSON.parse(read(`systems/triage/data/${name}.json`))] as const),
  );
  const parameters = { min_confidence: 0.2, bigram_weight: 1.5 };
  return (message) => tool.run({ message }, { parameters, data });
}

function readTopmost(folders: readonly string[], path: string): string {
  const holders = folders.filter((folder) => filesBelow(folder).includes(path));
  return readFileSync(join(holders.at(-1) ?? "", path), "utf8");
}

export function shareRight(classify: Classify, items: readonly Message[]): number {
  return items.filter((item) => isRight(classify, item)).length / items.length;
}

export function isRight(classify: Classify, { input, expected }: Message): boolean {
  return classify(input.message).intent === expected.intent;
}

/** Candidate minus baseline for each item, in the suite's order. */
export function differences(
  baseline: Classify,
  candidate: Classify,
  items: readonly Message[],
): readonly number[] {
  return items.map((item) => Number(isRight(candidate, item)) - Number(isRight(baseline, item)));
}

/** The same by author: the mean over what one author wrote. */
export function byAuthor(items: readonly Message[], figures: readonly number[]): readonly number[] {
  const authors = new Map<string, number[]>();
  for (const [index, { cluster }] of items.entries()) {
    authors.set(cluster, [...(authors.get(cluster) ?? []), figures[index] ?? 0]);
  }
  return [...authors.values()].map(
    (own) => own.reduce((sum, figure) => sum + figure, 0) / own.length,
  );
}
