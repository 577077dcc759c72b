import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CANARY_BAR } from "../../../src/core/rollout/assess.ts";
import { RUN_LENGTH } from "../../../src/core/rollout/production.ts";
import type { Bar } from "../bars.ts";
import { optionOf } from "../options.ts";
import {
  atMost,
  found,
  type Likely,
  likely,
  mean,
  medianOf,
  quantile,
  rateBar,
  rateOf,
  times,
  valueBar,
} from "../simulation/figures.ts";
import {
  CANARY_UNITS,
  FALLEN,
  type Life,
  MARGIN,
  promoted,
  STEADY,
  TARGET,
  type Watch,
  watchAtTarget,
  watchInProduction,
  watchWindows,
} from "./afterwards.ts";
import {
  type CanaryRow,
  type Compared,
  compareAt,
  productOnHealthy,
  type SplitFound,
} from "./compare-rules.ts";
import { figureOfCanaries } from "./figure-canary.ts";
import { requestsToRare, watchCanary } from "./own-analysis.ts";
import { PUBLISHED_RULES } from "./published-rules.ts";
import { tableOf } from "./table.ts";
import { BASELINE, lateOnset, MINUTES, PER_MINUTE } from "./traffic.ts";

const RUNS = 1_000;

/** Twenty times the requests, so fewer lives where every rule is compared on them. */
const UNEVEN_SHARE = 0.2;

/**
 * C1 to C7: how often a healthy canary is taken back and how soon a bad one, by the product and by
 * the rules of Argo Rollouts, Flagger and Kayenta on the same requests.
 * `--runs <n>` for fewer lives than 1,000, `--figures <folder>` draws what was found.
 */
export function benchCanary(options: readonly string[]): readonly Bar[] {
  const runs = Number(optionOf(options, "--runs") ?? RUNS);
  const fewer = Math.max(20, Math.round(runs * UNEVEN_SHARE));
  tellDefaults(runs, fewer);
  const even = compareAt({ block: 1, runs });
  const uneven = compareAt({ block: 19, runs: fewer });
  console.log(tableOf([even, uneven]));
  tellOtherTraffic(runs);
  const folder = optionOf(options, "--figures");
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    const rows = [even.product, even.at(50), ...even.compared.map(({ rule }) => rule)];
    writeFileSync(join(folder, "canaries.svg"), figureOfCanaries(rows));
  }
  return [
    ...healthyBars(even.split, even.product),
    ...healthyBars(uneven.split, productOnHealthy({ block: 19, runs })),
    atMost("T9 requests to rollback, as it is", even.product.requests, [600, 190, 62]),
    atMost("T9 requests to rollback, bar 50", even.at(50).requests, [770, 230, 78]),
    atMost("T10 requests to rollback at 19:1", uneven.product.requests, [300, 105, 45]),
    ...[even, uneven].flatMap(soonerBars),
    ...rareBars(runs),
    ...afterwardsBars(runs),
  ];
}

function tellDefaults(runs: number, fewer: number): void {
  const traffic = `success ${BASELINE}, ${PER_MINUTE} candidate requests a minute, ${MINUTES} minutes`;
  console.log(`traffic: ${traffic}; ${runs} lives at 1:1, ${fewer} at 19:1`);
  console.log(`  Agent-Omega: bar ${CANARY_BAR}, looked at after every request`);
  for (const { name, defaults } of PUBLISHED_RULES) console.log(`  ${name}: ${defaults}`);
}

/** What is in no target: a defect that wakes late, and requests that come in any order. */
function tellOtherTraffic(runs: number): void {
  const late = times(runs, 10, (random) => watchCanary(lateOnset(), random).breach);
  const before = late.filter((at) => at !== undefined && at <= 1_200).length / runs;
  const after = late.map((at) => (at === undefined ? undefined : at - 1_200));
  console.log(
    `late onset, drop .10 at request 1,200: rolled back ${quantile(after, 0.5)} requests later (median), ${likely(rateOf(before, runs))} of them before it`,
  );
  const { product } = compareAt({ block: 1, runs: Math.ceil(runs / 4), isShuffled: true });
  const medians = product.requests.map(({ value }) => value).join(" / ");
  console.log(
    `requests in any order within a minute: taken back ${likely(product.calm)}, in an outage ${likely(product.shared)}, requests ${medians}`,
  );
}

function healthyBars(
  split: string,
  { calm, shared }: Pick<CanaryRow, "calm" | "shared">,
): readonly Bar[] {
  return [
    rateBar(`T8 lifetime false rollbacks at ${split} ≤ .05`, calm, 0.05),
    rateBar(`T8 the same in a shared outage at ${split} ≤ .05`, shared, 0.05),
  ];
}

/** Only against rules that leave healthy canaries alone: the others find bad ones by finding all. */
function soonerBars({ split, compared }: SplitFound): readonly Bar[] {
  return compared
    .filter(({ rule }) => rule.calm.value <= 0.05)
    .map(({ rule, matched }) => ({
      what: `sooner than ${rule.name} at ${split}, at no more false rollbacks, each drop`,
      found: `${told(matched.requests)} requests for ${told(rule.requests)}`,
      held: isSooner({ rule, matched }),
    }));
}

function isSooner({ rule, matched }: Pick<Compared, "rule" | "matched">): boolean {
  return matched.requests.every(({ value }, at) => value < (rule.requests[at]?.value ?? 0));
}

function told(medians: readonly Likely[]): string {
  return medians.map(({ value }) => (value < Infinity ? value : "never")).join(" / ");
}

function rareBars(runs: number): readonly Bar[] {
  const seen = times(runs, 11, (random) => requestsToRare(0.02, 2_400, random));
  const wrong = found(times(runs, 12, (random) => requestsToRare(0.001, 2_400, random)));
  return [
    atMost("T11 requests to a rare violation, 2 % for .1 %", [medianOf(seen)], [115]),
    rateBar("T11 false alarms in 2,400 ≤ .01", rateOf(wrong, runs), 0.01),
  ];
}

function afterwardsBars(runs: number): readonly Bar[] {
  const watched = (watch: Watch, life: Life, seed: number): readonly (number | undefined)[] =>
    times(runs, seed, (random) => watch(random, life));
  const told = (name: string, watch: Watch) => {
    // What alarms before the change is counted as false below, and is no delay.
    const delays = watched(watch, FALLEN, 16).filter((at) => at === undefined || at > 0);
    const wrong = rateOf(found(watched(watch, STEADY, 17)), runs);
    const [middle, late] = [medianOf(delays), quantile(delays, 0.9)];
    console.log(
      `after promotion, .90 to .80, ${name}: ${middle.value} [${middle.lower}, ${middle.upper}] outcomes (p90 ${late}); false in 10,000: ${likely(wrong)}`,
    );
    return { middle, late, wrong };
  };
  const references = times(runs, 18, referenceOf);
  told("windows of 100, threshold .85", watchWindows);
  const own = told(
    `Agent-Omega, run length ${RUN_LENGTH}, reference ${mean(references).toFixed(3)} from ${CANARY_UNITS} canary units and margin ${MARGIN}`,
    watchInProduction,
  );
  const target = told(
    `its e-detector, run length ${TARGET.runLength}, reference ${TARGET.reference}`,
    watchAtTarget,
  );
  return [
    atMost("T12 outcomes to the alarm, median", [target.middle], [165]),
    valueBar("T12 the same, ninth decile ≤ 325", target.late, 325),
    rateBar("T12 false alarms in 10,000 ≤ .10", target.wrong, 0.1),
    rateBar("T12 false alarms in 10,000, as production has it ≤ .10", own.wrong, 0.1),
  ];
}

function referenceOf(random: () => number): number {
  return promoted(random).detectors["resolved"]?.reference ?? Number.NaN;
}
