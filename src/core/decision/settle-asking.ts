import type { Dimension, DimensionReport } from "../evaluation/dimension-report.ts";
import { harmlessness, rightness, thrift } from "../evaluation/figures.ts";
import type { PairedRecord } from "../evaluation/records.ts";
import type { Scorecard } from "../evaluation/scorecard.ts";
import {
  observeUnit,
  type Settled,
  settledBy,
  startStanding,
} from "../evaluation/statistics/standing.ts";
import type { Hypotheses } from "../evaluation/statistics/test-differences.ts";
import { type Figure, unitDifferences } from "../evaluation/statistics/unit-differences.ts";
import { FLOORS } from "./thresholds.ts";

/** What is asked of the sealed suite so far, scored. */
export type Look = {
  readonly scorecard: Scorecard;
  readonly sealed: readonly PairedRecord[];
  /** The same items, with what people last approved in the baseline's place. */
  readonly anchor?: readonly PairedRecord[];
  /** What the objective's e-value has to reach. */
  readonly bar: number;
  /** Units that the suite still has. */
  readonly left: number;
};

const FIGURES: Partial<Record<Dimension, Figure>> = {
  task_improvement: rightness,
  efficiency: thrift,
  risk: harmlessness,
};

/**
 * Why no further unit has to be asked; nothing while one could still change the ruling. "Shown"
 * needs the objective and every sealed guard, lest a quick objective starve the guards of units; one
 * test that is refuted or futile is enough to end. Lawful at every look, because an e-value keeps
 * its promise at whatever time one stops by what was seen.
 */
export function settleAsking(look: Look): Settled | undefined {
  const reports = look.scorecard.reports.filter(({ source }) => source === "sealed");
  const ends = reports.flatMap((report) => endOf(report, look));
  if (ends.includes("refuted")) return "refuted";
  if (ends.includes("futile")) return "futile";
  const isShown = ends.length > 0 && ends.every((end) => end === "shown");
  return isShown && reports.every(isGeneral) ? "shown" : undefined;
}

type End = Settled | "open";

function endOf(report: DimensionReport, { sealed, anchor = [], bar, left }: Look): readonly End[] {
  const { evidence, dimension, role, against } = report;
  const figure = FIGURES[dimension];
  if (evidence.kind !== "test" || figure === undefined) return [];
  const hypotheses: Hypotheses = {
    nullMean: evidence.nullMean,
    reverseMean: evidence.reverseMean,
    bar: role === "objective" ? bar : FLOORS.guardBar,
  };
  const pairs = against === "anchor" ? anchor : sealed;
  const standing = unitDifferences(pairs, figure).reduce(
    (before, difference) => observeUnit(before, difference, hypotheses),
    startStanding(hypotheses),
  );
  return [settledBy(standing, { ...hypotheses, reverseBar: FLOORS.reverseBar, left }) ?? "open"];
}

/** A gap between the suites may close on further units, and must before anything is shown. */
function isGeneral({ dimension, evidence }: DimensionReport): boolean {
  return dimension !== "generalization" || evidence.kind !== "rule" || evidence.holds;
}
