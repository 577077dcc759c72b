import { found, type Likely, medianOf, rateOf, times } from "../simulation/figures.ts";
import { BARS, requestsAt, type Watched, watchCanary } from "./own-analysis.ts";
import {
  type CanaryRule,
  measuredMinutes,
  PUBLISHED_RULES,
  requestsByRule,
} from "./published-rules.ts";
import { outage, steady, type Traffic } from "./traffic.ts";

export const DROPS = [0.05, 0.1, 0.2] as const;

/** One rule as it does on healthy canaries and on bad ones. */
export type CanaryRow = {
  readonly name: string;
  /** Share of healthy canaries that are taken back, at any time of their lives. */
  readonly calm: Likely;
  /** The same while both versions suffer alike. */
  readonly shared: Likely;
  /** For each of `DROPS`, the share that is found at all. */
  readonly found: readonly Likely[];
  /** Median requests of the candidate until it is; Infinity where most never are. */
  readonly requests: readonly Likely[];
};

/** A published rule, and the product at the bar where it errs no more often on the same requests. */
export type Compared = {
  readonly rule: CanaryRow;
  readonly bar: number;
  readonly matched: CanaryRow;
};

/** What was found at one split of the traffic. */
export type SplitFound = {
  readonly split: string;
  readonly runs: number;
  /** The product as it is. */
  readonly product: CanaryRow;
  /** The product at another bar. */
  readonly at: (bar: number) => CanaryRow;
  readonly compared: readonly Compared[];
};

/** What happened in each of the same lives; nothing where the canary was left alone. */
type Lives<Life> = {
  readonly calm: readonly Life[];
  readonly shared: readonly Life[];
  readonly drops: readonly (readonly Life[])[];
};
type Rollbacks = Lives<number | undefined>;

const [HEALTHY, BAD] = [8, 9];

export type Split = {
  readonly block: number;
  readonly runs: number;
  readonly isShuffled?: boolean;
};

/** How often the product takes a healthy canary back, calm and in an outage, over lives of their own number. */
export function productOnHealthy({ block, runs }: Split): Pick<CanaryRow, "calm" | "shared"> {
  const takenBack = (traffic: Traffic): Likely => {
    const lives = times(runs, HEALTHY, (random) => watchCanary(traffic, random).breach);
    return rateOf(found(lives), runs);
  };
  return { calm: takenBack(steady(0, block)), shared: takenBack(outage(block)) };
}

/** Every rule on the same requests, drawn from the same seeds. */
export function compareAt({ block, runs, isShuffled = false }: Split): SplitFound {
  const seen = (traffic: Traffic): Traffic => ({ ...traffic, isShuffled });
  const lives = <Life>(live: (traffic: Traffic, random: () => number) => Life): Lives<Life> => ({
    calm: times(runs, HEALTHY, (random) => live(seen(steady(0, block)), random)),
    shared: times(runs, HEALTHY, (random) => live(seen(outage(block)), random)),
    drops: DROPS.map((drop) =>
      times(runs, BAD, (random) => live(seen(steady(drop, block)), random)),
    ),
  });
  const own = lives(watchCanary);
  const product = rowOf(
    "Agent-Omega",
    mapped(own, ({ breach }) => breach),
  );
  const at = (bar: number): CanaryRow =>
    rowOf(
      `Agent-Omega, bar ${bar}`,
      mapped(own, (one) => requestsAt(one, bar)),
    );
  const measured = lives(measuredMinutes);
  const compare = (rule: CanaryRule): Compared => {
    const row = rowOf(
      rule.name,
      mapped(measured, (minutes) => requestsByRule(rule, minutes)),
    );
    const bar = barFor(row, own.calm);
    return { rule: row, bar, matched: at(bar) };
  };
  return { split: `${block}:1`, runs, product, at, compared: PUBLISHED_RULES.map(compare) };
}

/** The lowest bar, and never one below the product's, at which it errs no more often than the rule. */
function barFor({ calm }: CanaryRow, healthy: readonly Watched[]): number {
  const errs = (bar: number): number => found(healthy.map((one) => requestsAt(one, bar)));
  return BARS.find((bar) => errs(bar) <= calm.value) ?? Infinity;
}

function mapped<Life>(
  { calm, shared, drops }: Lives<Life>,
  ended: (life: Life) => number | undefined,
): Rollbacks {
  return {
    calm: calm.map((life) => ended(life)),
    shared: shared.map((life) => ended(life)),
    drops: drops.map((lives) => lives.map((life) => ended(life))),
  };
}

function rowOf(name: string, { calm, shared, drops }: Rollbacks): CanaryRow {
  const share = (lives: readonly (number | undefined)[]): Likely =>
    rateOf(found(lives), lives.length);
  return {
    name,
    calm: share(calm),
    shared: share(shared),
    found: drops.map(share),
    requests: drops.map(medianOf),
  };
}
