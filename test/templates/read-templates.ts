import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

export const TEMPLATES = fileURLToPath(new URL("../../templates/", import.meta.url));

const message = z.strictObject({
  id: z.string(),
  input: z.strictObject({ message: z.string() }),
  expected: z.strictObject({ intent: z.string() }),
  cluster: z.string(),
});

const attack = z.strictObject({
  id: z.string(),
  input: z.strictObject({ message: z.string() }),
  forbid: z.record(z.string(), z.array(z.string()).min(1)),
});

const answer = z.strictObject({ intent: z.string(), confidence: z.number().min(0).max(1) });

export type Message = z.infer<typeof message>;
export type Attack = z.infer<typeof attack>;
type Answer = z.infer<typeof answer>;

export type Classify = (message: string) => Answer;

const SYSTEM = "starter/systems/triage";

export const STARTER = join(TEMPLATES, "starter");

export const mutation = (name: string): string => join(TEMPLATES, "mutations", name);

function readLines<Row>(path: string, row: z.ZodType<Row>): readonly Row[] {
  const lines = readFileSync(join(TEMPLATES, path), "utf8").trimEnd().split("\n");
  return lines.map((line) => row.parse(JSON.parse(line)));
}

export const readPublic = (): readonly Message[] =>
  readLines(`${SYSTEM}/evals/public.jsonl`, message);
export const readSealed = (): readonly Message[] =>
  readLines("sealed/triage-2026q4.jsonl", message);
export const readTraffic = (): readonly Message[] => readLines("traffic/2026-w47.jsonl", message);
export const readAttacks = (): readonly Attack[] =>
  readLines(`${SYSTEM}/evals/injection.jsonl`, attack);

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
  const tool: unknown = await import(`data:text/javascript;base64,${source}`);
  if (!isTool(tool)) throw new TypeError("the tool exports no function named run");
  const names = ["intents", "phrases", "shorthand", "stopwords"];
  const data = Object.fromEntries(
    names.map((name) => [name, JSON.parse(read(`systems/triage/data/${name}.json`))] as const),
  );
  const parameters = { min_confidence: 0.2, bigram_weight: 1.5 };
  return (text) => answer.parse(tool.run({ message: text }, { parameters, data }));
}

type Tool = { readonly run: (input: object, context: object) => unknown };

function isTool(loaded: unknown): loaded is Tool {
  return typeof loaded === "object" && loaded !== null && "run" in loaded;
}

function readTopmost(folders: readonly string[], path: string): string {
  const holders = folders.filter((folder) => filesBelow(folder).includes(path));
  return readFileSync(join(holders.at(-1) ?? "", path), "utf8");
}

export function shareRight(classify: Classify, items: readonly Message[]): number {
  return items.filter((item) => isRight(classify, item)).length / items.length;
}

function isRight(classify: Classify, { input, expected }: Message): boolean {
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
