import { Command, InvalidArgumentError } from "commander";
import { barOf, FLOORS } from "../../core/decision/thresholds.ts";
import { itemsOf } from "../../core/custody/parse-seal.ts";
import { planSeal, type SealPlan, type SealRefusal } from "../../core/custody/plan-seal.ts";
import type { Shard } from "../../core/custody/seal.ts";
import { planSuite } from "../../core/evaluation/plan-suite.ts";
import { unitsNeeded } from "../../core/evaluation/statistics/sample-size.ts";
import { sha256Hex } from "../../core/kernel/digest.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Paint } from "../../core/prose/offline-check.ts";
import { type PlannedShard, renderLeaks, renderShards } from "../../core/prose/sealed.ts";
import { type Labelled, readLabelled } from "./labelled-file.ts";
import { openCustody, writeCustody } from "./custody-files.ts";

export type SealWiring = { readonly paint: Paint; random(): string };

type SealOptions = {
  readonly ref: string;
  readonly out: string;
  readonly public: readonly string[];
  readonly audit: number;
  readonly shard?: number;
  readonly seed?: string;
  readonly rotate?: boolean;
  readonly dropLeaks?: boolean;
  readonly input: string;
  readonly expected: string;
  readonly cluster?: string;
  readonly json?: boolean;
};

const PROFILES = ["strict", "standard", "small"] as const;

/** What the counts of the guides are stated for. */
const DISCORDANCE = 0.2;
const EFFECT = 0.1;

const HELP = `
FILE holds one item a line: {"id", "input", "expected" or "forbid", "cluster"?}, or is a table
(.csv) with a heading, whose columns --input, --expected and --cluster name. Items are split into an
audit shard that no gate asks and query shards that are asked one after the other; clusters and
near-repetitions stay whole. Written are <ref>.jsonl and <ref>.seal.json, readable by you alone. No
item is printed. Name every suite that proposers can read with --public: an item that stands there
nearly word for word is refused. --rotate adds fresh items as new query shards. Exit code 0: sealed;
1: refused, nothing was written; 64: wrong arguments.

Example:
  $ omega seal labelled.jsonl --ref triage-2027 --out ../sealed --public systems/triage/evals/public.jsonl
  $ omega seal test.csv --input text --expected category --ref banking --out ../sealed
  $ omega seal more.jsonl --ref triage-2027 --out ../sealed --rotate`;

export function sealCommand(wiring: SealWiring): Command {
  return new Command("seal")
    .description("take a labelled suite into custody: an audit shard, and query shards")
    .argument("<file>", "the labelled items, JSON lines or a table")
    .requiredOption("--ref <ref>", "what the charter calls the suite", parseRef)
    .requiredOption("--out <dir>", "the sealed directory, outside every repository")
    .option("--public <file...>", "suites that proposers can read", [])
    .option("--audit <share>", "share of the items that no gate asks", parseShare, 0.2)
    .option("--shard <n>", "items in a query shard at the least (default: ten points)", parseCount)
    .option("--seed <text>", "secret to split by again, at least 16 characters", parseSeed)
    .option("--rotate", "add these items to the custody as fresh query shards")
    .option("--drop-leaks", "leave out items that stand in a public suite")
    .option("--input <column>", "of a table: the input", "text")
    .option("--expected <column>", "of a table: the right answer", "category")
    .option("--cluster <column>", "of a table: what items of one author share")
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action((file: string, options: SealOptions, self: Command) =>
      seal(wiring, { file, options }, self),
    );
}

type Asked = { readonly file: string; readonly options: SealOptions };

async function seal(wiring: SealWiring, { file, options }: Asked, self: Command): Promise<void> {
  const labelled = await readLabelled({ file, columns: options }, self);
  const shown: Labelled[] = [];
  for (const one of options.public) {
    shown.push(await readLabelled({ file: one, columns: options }, self));
  }
  const joined = await openCustody(options, self);
  const salt = options.seed === undefined ? wiring.random() : sha256Hex(`seal:${options.seed}`);
  const { ref, audit, shard = usualShard() } = options;
  const planned = planSeal({
    items: labelled.suite.items,
    shown,
    cutting: { ref, salt, audit, shard },
    dropsLeaks: options.dropLeaks === true,
    ...(joined === undefined ? {} : { joined }),
  });
  if (!planned.ok) return self.error(explain(planned.refusal), { exitCode: 1 });
  const written = await writeCustody(options, planned.value);
  print(planned.value, { options, written, paint: wiring.paint });
}

/** So many items show a gain of ten points at the middle profile, at the first test of an epoch. */
function usualShard(): number {
  const bar = barOf("standard", { accepts: 0 });
  return unitsNeeded({ effect: EFFECT, discordance: DISCORDANCE }, { nullMean: 0, bar });
}

function explain(refusal: SealRefusal): string {
  switch (refusal.kind) {
    case "leaks":
      return `nothing was sealed, because proposers can read it:\n  ${renderLeaks(refusal.leaks)}\n(--drop-leaks leaves these items out)`;
    case "ids-taken":
      return `nothing was sealed: the custody has the ids of lines ${refusal.lines.slice(0, 10).join(", ")} already; give fresh items fresh ids`;
    case "too-few":
      return "nothing was sealed: no item is left that a gate could ask; give more items, or a smaller --audit";
  }
}

type Printing = {
  readonly options: SealOptions;
  readonly written: readonly string[];
  readonly paint: Paint;
};

function print(plan: SealPlan, { options, written, paint }: Printing): void {
  const shards = plan.seal.shards.map((shard) => plannedOf(shard, plan));
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(reportOf(plan, shards, written))}\n`);
    return;
  }
  const dropped =
    plan.dropped.length === 0
      ? []
      : [`left out ${plan.dropped.length} items that proposers can read`];
  const lines = [...dropped, ...written.map((path) => `wrote ${path}`)];
  process.stdout.write(`${lines.join("\n")}\n\n${renderShards(shards, paint)}\n`);
}

function plannedOf(shard: Shard, { suite }: SealPlan): PlannedShard {
  const clusters = new Set(itemsOf(shard, suite).map(({ cluster }) => cluster)).size;
  const question = { units: clusters, discordance: DISCORDANCE, effect: EFFECT };
  const bars = PROFILES.map((profile) => barOf(profile, { accepts: 0 }));
  const plan = planSuite({ ...question, guardBar: FLOORS.guardBar }, bars);
  const { name, role, items } = shard;
  return {
    name,
    role,
    items: items.length,
    clusters,
    smallestMargin: plan.smallestMargin,
    profiles: PROFILES.map((profile, at) => ({
      profile,
      minimumDetectableEffect: plan.bars[at]?.minimumDetectableEffect ?? 1,
    })),
  };
}

function reportOf(
  { seal, suite, dropped }: SealPlan,
  shards: readonly PlannedShard[],
  written: readonly string[],
): Json {
  return {
    ref: seal.ref,
    suite: seal.suite,
    items: suite.items.length,
    dropped: dropped.length,
    written,
    shards: shards.map(({ name, role, items, clusters, profiles, smallestMargin }) => ({
      name,
      role,
      items,
      clusters,
      minimum_detectable_effect: Object.fromEntries(
        profiles.map(({ profile, minimumDetectableEffect: effect }) => [
          profile,
          effect < 1 ? effect : null,
        ]),
      ),
      smallest_margin: smallestMargin < 1 ? smallestMargin : null,
    })),
  };
}

function parseRef(text: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,62}$/.test(text)) return text;
  throw new InvalidArgumentError("Small letters, digits and hyphens, at most 63.");
}

function parseShare(text: string): number {
  const share = Number(text);
  if (/^0?\.\d{1,4}$|^0$/.test(text) && share < 1) return share;
  throw new InvalidArgumentError("Give a share from 0 to below 1, such as 0.2.");
}

function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d{1,6}$/.test(text) && count >= 1) return count;
  throw new InvalidArgumentError("Give a whole number from 1 to 999999.");
}

/** A seed that can be guessed gives every shard away. */
function parseSeed(text: string): string {
  if (text.length >= 16) return text;
  throw new InvalidArgumentError("Give at least 16 characters that nobody can guess.");
}
