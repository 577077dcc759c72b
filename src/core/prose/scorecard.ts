import type { Decision, ErrorPromise, Ruling } from "../decision/decision.ts";
import { FLOORS } from "../decision/thresholds.ts";
import type { Dimension, DimensionReport, TestEvidence } from "../evaluation/dimension-report.ts";
import type { Scorecard } from "../evaluation/scorecard.ts";

const NAMES: Readonly<Record<Dimension, string>> = {
  task_improvement: "Task",
  generalization: "Generalization",
  risk: "Risk",
  maintainability: "Maintainability",
  calibration: "Calibration",
  efficiency: "Efficiency",
  integrity: "Integrity",
};

const SOURCES: Readonly<Record<DimensionReport["source"], string>> = {
  public: "public suite",
  sealed: "sealed suite",
  safety: "safety suite",
  definition: "definition",
};

const WORDS: Readonly<Record<Ruling, string>> = {
  accept: "accept",
  reject: "reject",
  quarantine: "quarantine",
};

/**
 * The scorecard as a table that is read in half a minute. Public figures stand in full; whatever a
 * sealed suite had a part in says the decision's word and nothing else.
 */
export function renderScorecard(
  scorecard: Scorecard,
  decision: Pick<Decision, "ruling" | "promise" | "minimumDetectableEffect"> | undefined,
  _shown: { readonly sealed: "withheld" },
): string {
  const rows = scorecard.reports.map((report) => renderRow(report, decision?.ruling));
  const footer = decision === undefined ? [] : ["", renderLimits(decision)];
  return [
    "| dimension | measured on | says | figures |",
    "|---|---|---|---|",
    ...rows,
    ...footer,
  ].join("\n");
}

function renderRow(report: DimensionReport, ruling: Ruling | undefined): string {
  const { says, figures } = report.sealed ? sealedCells(ruling) : openCells(report);
  const name = NAMES[report.dimension];
  const shown = report.role === "objective" ? `**${name}** (objective)` : name;
  return `| ${shown} | ${SOURCES[report.source]} | ${says} | ${figures} |`;
}

type Cells = { readonly says: string; readonly figures: string };

function sealedCells(ruling: Ruling | undefined): Cells {
  return { says: ruling === undefined ? "not decided" : WORDS[ruling], figures: "withheld" };
}

function openCells({ evidence, method }: DimensionReport): Cells {
  if (evidence.kind === "rule") {
    return { says: evidence.holds ? "holds" : "**does not hold**", figures: method };
  }
  return { says: verdictOf(evidence), figures: renderTest(evidence) };
}

function verdictOf({ eValue, reverseEValue, nullMean }: TestEvidence): string {
  if (reverseEValue >= FLOORS.reverseBar) return "**worse**";
  if (eValue < FLOORS.guardBar) return "not shown yet";
  return nullMean < 0 ? `no worse than ${points(nullMean)}` : "better";
}

function renderTest({ estimate, lower, upper, n, eValue }: TestEvidence): string {
  const interval = `${points(Math.max(-1, lower))} to ${points(Math.min(1, upper))}`;
  return `${points(estimate)} (95 %: ${interval}), ${n} units, e-value ${short(eValue)} of ${FLOORS.guardBar}`;
}

/** A difference in score points, always with its sign. */
function points(value: number): string {
  const rounded = (value * 100).toFixed(1);
  if (Number(rounded) === 0) return "±0.0";
  return Number(rounded) > 0 ? `+${rounded}` : `−${rounded.slice(1)}`;
}

function short(value: number): string {
  if (value >= 1_000_000) return "> 10⁶";
  return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}

function renderLimits({
  promise,
  minimumDetectableEffect,
}: Pick<Decision, "promise" | "minimumDetectableEffect">): string {
  const limit =
    minimumDetectableEffect >= 1
      ? "The suite that decides is too small to show any effect."
      : `The suite that decides can show an effect of ${points(minimumDetectableEffect)} points or more (80 % power, one answer in five different).`;
  return `${limit} ${renderPromise(promise)}`;
}

function renderPromise({ profile, alpha, epoch }: ErrorPromise): string {
  const share = `${Math.round(alpha * 100)} %`;
  return epoch === undefined
    ? `Profile \`${profile}\`: each acceptance is wrong with a chance of at most ${share}; nothing is promised over many.`
    : `Profile \`${profile}\`: of the acceptances among ${epoch} mutations, at most ${share} are expected to be wrong.`;
}
