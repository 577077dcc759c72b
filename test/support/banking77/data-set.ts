import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One query of a bank's customer, and what the people who gathered them say it is about. */
export type Query = { readonly message: string; readonly intent: string };

export type DataSet = {
  readonly intents: readonly string[];
  /** What agents may learn from. */
  readonly train: readonly Query[];
  /** Half of the set's own test items: the repository holds them. */
  readonly public: readonly Query[];
  /** The other half, which no proposer sees. */
  readonly sealed: readonly Query[];
};

/** Data beside the repository; never copied into it. */
const TEST_DATA = process.env["AGENT_OMEGA_TEST_DATA"] ?? join(process.cwd(), "../shared");

const FOLDER = join(TEST_DATA, "data/banking77");

/** BANKING77 (Casanueva et al. 2020, CC BY 4.0); nothing, with a message, where it is absent. */
export function loadBanking77(): DataSet | undefined {
  if (!existsSync(join(FOLDER, "train.csv"))) {
    console.warn(`BANKING77 is not there (${FOLDER}): left out`);
    return undefined;
  }
  const intents: readonly string[] = JSON.parse(read("categories.json"));
  const test = queriesOf(read("test.csv"));
  return {
    intents: intents.toSorted(),
    train: queriesOf(read("train.csv")),
    // The file is in the order of the intents, so every second item is half of each.
    public: test.filter((_, at) => at % 2 === 0),
    sealed: test.filter((_, at) => at % 2 === 1),
  };
}

function read(name: string): string {
  return readFileSync(join(FOLDER, name), "utf8");
}

/** A cell in quotes, in which a quote is doubled and a line may end, or one without. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;

function queriesOf(csv: string): readonly Query[] {
  const cells: string[] = [];
  for (const [, quoted, plain = ""] of csv.matchAll(CELL)) {
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
  }
  const [, , ...rest] = cells;
  return Array.from({ length: Math.floor(rest.length / 2) }, (_, at) => ({
    message: rest[at * 2] ?? "",
    intent: rest[at * 2 + 1] ?? "",
  }));
}
