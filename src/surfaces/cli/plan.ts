import { Command, InvalidArgumentError } from "commander";
import type { Profile } from "../../core/decision/thresholds.ts";
import { barOf, FLOORS, promiseOf } from "../../core/decision/thresholds.ts";
import { planSuite, type SuitePlan } from "../../core/evaluation/plan-suite.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { Paint } from "../../core/prose/offline-check.ts";
import { type PlannedProfile, renderSuitePlan } from "../../core/prose/suite-plan.ts";

type Options = {
  readonly items: number;
  readonly discordance: number;
  readonly effect: number;
  readonly epochs: number;
  readonly json?: boolean;
};

const PROFILES: readonly Profile[] = ["strict", "standard", "small"];

/** More than any suite has; what is larger is a slip of the finger. */
const MOST_ITEMS = 10_000_000;

const HELP = `
Says what a suite can show before anything is asked of it. Where items hang together (several from
one conversation, one document, one user), give the number of such clusters as --items: only they
count. --discordance is the share of items on which the two versions would differ; take it from an
earlier pair of versions. --epochs is how often the charter has each item asked: an item stays one
observation, the mean of its answers, and is paid for so many times; measure the discordance of
those means. Nothing is read, spent or written.

Example:
  $ omega plan --items 400 --effect 5`;

export function planCommand({ paint }: { readonly paint: Paint }): Command {
  return new Command("plan")
    .description("what a suite of so many items can show, by profile")
    .requiredOption("--items <n>", "items in the sealed suite, or clusters of items", parseItems)
    .option("--discordance <percent>", "items answered differently, in per cent", parseShare, 0.2)
    .option("--effect <points>", "a gain that would matter, in points", parseShare, 0.1)
    .option("--epochs <k>", "times that each item is asked", parseEpochs, 1)
    .option("--json", "print one JSON object")
    .addHelpText("after", HELP)
    .action((options: Options) => {
      const { items, discordance, effect, epochs } = options;
      const question = { units: items, discordance, effect, guardBar: FLOORS.guardBar };
      const plan = planSuite(
        question,
        PROFILES.map((profile) => barOf(profile, { accepts: 0 })),
      );
      const profiles = profilesOf(plan);
      const text =
        options.json === true
          ? JSON.stringify(reportOf(plan, profiles, epochs))
          : renderSuitePlan({ ...plan, epochs }, profiles, paint);
      process.stdout.write(`${text}\n`);
    });
}

function profilesOf({ bars }: SuitePlan): readonly PlannedProfile[] {
  return PROFILES.flatMap((profile, at) => {
    const planned = bars[at];
    return planned === undefined ? [] : [{ ...planned, promise: promiseOf(profile) }];
  });
}

/** Every key is always there; what cannot be had is null. */
function reportOf(plan: SuitePlan, profiles: readonly PlannedProfile[], epochs: number): Json {
  const { question, smallestMargin, cleanRate } = plan;
  return {
    items: question.units,
    discordance: question.discordance,
    effect: question.effect,
    epochs,
    answers: question.units * epochs,
    profiles: profiles.map(({ promise, ...planned }) => ({
      profile: promise.profile,
      alpha: promise.alpha,
      epoch: promise.epoch ?? null,
      bar: planned.bar,
      minimum_detectable_effect: within(planned.minimumDetectableEffect),
      power: planned.power,
      items_needed: Number.isFinite(planned.unitsNeeded) ? planned.unitsNeeded : null,
    })),
    smallest_margin: within(smallestMargin),
    clean_rate: cleanRate,
  };
}

function within(figure: number): number | null {
  return figure < 1 ? figure : null;
}

function parseItems(text: string): number {
  const items = Number(text);
  if (!/^\d{1,8}$/.test(text) || items < 1 || items > MOST_ITEMS) {
    throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST_ITEMS}.`);
  }
  return items;
}

function parseEpochs(text: string): number {
  if (/^([1-9]|10)$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a whole number from 1 to 10.");
}

function parseShare(text: string): number {
  const percent = Number(text);
  if (!/^\d{1,3}(\.\d{1,3})?$/.test(text) || percent <= 0 || percent > 100) {
    throw new InvalidArgumentError("Give per cent or points above 0 and up to 100.");
  }
  return percent / 100;
}
