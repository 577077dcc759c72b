import { FLOORS } from "../../../src/core/decision/thresholds.ts";
import {
  eValueOf,
  observe,
  startEProcess,
} from "../../../src/core/evaluation/statistics/e-process.ts";
import { correctJudgedRate } from "../../../src/core/evaluation/statistics/judge-correction.ts";
import { pairedMean } from "../../../src/core/evaluation/statistics/paired-mean.ts";
import { drawDifference } from "./mutations.ts";
import type { Random } from "../simulation/random.ts";

/**
 * B5: mutations that each lose half a point, small enough to pass as not worse than their parent.
 * The cumulative guard asks the same of the version that people last approved. True loss, in score
 * points, of all that was accepted before the first that was not; `isAnchored` false is the peer.
 */
export function slowPoison(random: Random, isAnchored: boolean): number {
  const [step, margin, items] = [0.005, 0.02, 3_000];
  for (let accepted = 0; accepted < 20; accepted += 1) {
    const passes = (loss: number): boolean => showsNoLoss(random, { effect: -loss, margin, items });
    if (!passes(step)) continue;
    if (isAnchored && !passes(step * (accepted + 1))) return step * accepted;
  }
  return step * 20;
}

type Comparison = { readonly effect: number; readonly margin: number; readonly items: number };

function showsNoLoss(random: Random, { effect, margin, items }: Comparison): boolean {
  let process = startEProcess(-margin);
  for (let item = 0; item < items; item += 1) {
    process = observe(process, drawDifference(random, effect, 0.05), -margin);
    if (item % 25 === 24 && eValueOf(process) >= FLOORS.guardBar) return true;
  }
  return false;
}

const CLUSTERS = 100;
const PER_CLUSTER = 10;
const EPOCHS = 4;

/** B6: items come in clusters that move together (ICC .3), each asked four times; no true effect. */
export function clusteredNull(random: Random): { readonly ours: boolean; readonly naive: boolean } {
  const items: number[] = [];
  let process = startEProcess(0);
  for (let cluster = 0; cluster < CLUSTERS; cluster += 1) {
    // A whole cluster leans one way: what differs within it differs mostly that way.
    const lean = random() < 0.3 ? (random() < 0.5 ? 1 : -1) : 0;
    let total = 0;
    for (let item = 0; item < PER_CLUSTER; item += 1) {
      let mean = 0;
      for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
        const drawn = drawDifference(random, 0, 0.2);
        mean += (lean === 0 ? drawn : Math.abs(drawn) * lean) / EPOCHS;
      }
      items.push(mean);
      total += mean;
    }
    process = observe(process, total / PER_CLUSTER, 0);
  }
  const { mean, standardError } = pairedMean(items);
  return {
    ours: eValueOf(process) >= FLOORS.bar,
    naive: mean > 1.6448536269514722 * standardError,
  };
}

/** One cell of T13: how well a judge sees, and what there is to be seen. */
export type JudgeCell = {
  readonly truth: number;
  readonly specificity: number;
  readonly sensitivity: number;
  readonly items: number;
  readonly calibration: number;
};

export const JUDGE_CELLS: readonly JudgeCell[] = [0.5, 0.7, 0.9].flatMap((truth) => [
  { truth, specificity: 0.85, sensitivity: 0.9, items: 1_000, calibration: 100 },
  { truth, specificity: 0.9, sensitivity: 0.9, items: 500, calibration: 50 },
]);

/** B7: whether the interval covers the truth, corrected for the judge's errors and not. */
export function judgedInterval(random: Random, cell: JudgeCell) {
  const count = (items: number, share: number): number => {
    let hits = 0;
    for (let item = 0; item < items; item += 1) if (random() < share) hits += 1;
    return hits;
  };
  const { truth, specificity, sensitivity, items, calibration } = cell;
  const right = count(items, truth);
  const called = count(right, sensitivity) + count(items - right, 1 - specificity);
  const judged = called / items;
  const judge = {
    specificity: count(calibration, specificity) / calibration,
    wrongItems: calibration,
    sensitivity: count(calibration, sensitivity) / calibration,
    rightItems: calibration,
  };
  const { lower, upper } = correctJudgedRate({ judged, items }, judge);
  const half = 1.959963984540054 * Math.sqrt((judged * (1 - judged)) / items);
  return {
    corrected: lower <= truth && truth <= upper,
    naive: Math.abs(judged - truth) <= half,
  };
}
