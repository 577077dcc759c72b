import {
  eValueOf,
  eValueOver,
  observe,
  startEProcess,
} from "../../../src/core/evaluation/statistics/e-process.ts";
import {
  changeEvidence,
  startEDetector,
  watchOutcome,
} from "../../../src/core/evaluation/statistics/e-detector.ts";
import { testDifferences } from "../../../src/core/evaluation/statistics/test-differences.ts";
import { replayBets } from "../../../src/core/judging/replay-bets.ts";
import type { Bar } from "../bars.ts";
import { measure, percentile, type Sample } from "../measure.ts";
import { decideAndJudge, measuredPairs } from "./decision.ts";
import { differences } from "./differences.ts";
import { logarithmicMixture } from "./peers/logarithmic-mixture.ts";

/** The bars of the design. */
const LEAST_UPDATES = 2_000_000;
const MOST_MILLISECONDS = 50;

const RECORDS = 2000;
const LEAST_EVIDENCE = 20;
const ROUNDS = 150;

type Run = readonly number[];
type Way = { readonly name: string; readonly run: (run: Run) => number };

const WHOLE: Way = { name: "e-process, a whole run", run: (run) => eValueOver(run, 0) };
const KEPT: Way = { name: "e-process, state kept after each", run: keptRun };
const OTHERS: readonly Way[] = [
  { name: "the judge's second implementation", run: (run) => replayBets(run, 0) },
  { name: "detector of change", run: watchedRun },
];
/** What one would write first: twelve sums of logarithms, exponentiated at the end. */
const BASELINE: Way = { name: "baseline: the mixture in logarithms", run: logarithmicMixture };

/** What evidence costs: one more pair, and a whole decision with its judge. */
export function benchEvidence(): readonly Bar[] {
  const baseline = rateOf(BASELINE);
  for (const way of OTHERS) rateOf(way);
  return [rateBar(WHOLE, baseline), rateBar(KEPT, baseline), ...decisionBars(), sameBits()];
}

function rateBar(way: Way, baseline: number): Bar {
  const rate = rateOf(way);
  return {
    what: `${way.name}, ≥ 2 million updates/s`,
    found: `${millions(rate)}, ${(rate / baseline).toFixed(1)} times the baseline's ${millions(baseline)}`,
    held: rate >= LEAST_UPDATES,
  };
}

/** Updates per second at the median, on runs that are not seen twice in a row. */
function rateOf({ name, run }: Way): number {
  const runs = Array.from({ length: 8 }, (_, seed) => differences(seed + 1, RECORDS));
  const sample = measure(ROUNDS, (round) => runs[round % runs.length] ?? [], run);
  const rate = RECORDS / (percentile(sample, 0.5) / 1e6);
  console.log(`  ${name.padEnd(40)} ${millions(rate)} updates/s`);
  return rate;
}

function decisionBars(): readonly Bar[] {
  const records = measuredPairs(RECORDS);
  const first = decideAndJudge(records);
  const sample: Sample = measure(ROUNDS, () => records, decideAndJudge);
  const [p50, p95] = [percentile(sample, 0.5) / 1000, percentile(sample, 0.95) / 1000];
  return [
    {
      what: `scorecard, decision and recompute over ${RECORDS} sealed records, p95 < 50 ms`,
      found: `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (${first.ruling})`,
      held: p95 < MOST_MILLISECONDS && first.isConfirmed,
    },
  ];
}

function sameBits(): Bar {
  const runs = Array.from({ length: 200 }, (_, seed) => differences(seed + 100, 500));
  const asked = { nullMean: -0.05, reverseMean: 0.02, bar: LEAST_EVIDENCE };
  const same = runs.filter((run) =>
    Object.is(testDifferences(run, asked).eValue, replayBets(run, asked.nullMean)),
  );
  return {
    what: "e-values equal to the judge's bit for bit",
    found: `${same.length} of ${runs.length}`,
    held: same.length === runs.length,
  };
}

function keptRun(run: Run): number {
  let process = startEProcess(0);
  for (const difference of run) process = observe(process, difference, 0);
  return eValueOf(process);
}

function watchedRun(run: Run): number {
  let detector = startEDetector(0.9);
  for (const difference of run) detector = watchOutcome(detector, (difference + 1) / 2);
  return changeEvidence(detector);
}

function millions(rate: number): string {
  return `${(rate / 1e6).toFixed(2)} million`;
}
