import type { Evaluation } from "../evaluation/evaluation.ts";
import type { DimensionReport } from "../evaluation/dimension-report.ts";
import { DIMENSION_NAMES } from "./dimension-names.ts";
import type { Paint } from "./offline-check.ts";
import { points } from "./points.ts";
import { renderReason } from "./reasons.ts";
import { renderSummary, type Ruled } from "./scorecard-summary.ts";

export type EvaluatedCard = {
  readonly system: string;
  readonly evaluation: Evaluation;
  /** Absent where one version was measured and nothing compared. */
  readonly ruled?: Ruled;
};

/**
 * A comparison for somebody at a terminal who holds the suites: what most people read first, then
 * what was measured where. Sealed figures are shown, because whoever has the suite can compute them.
 */
export function renderEvalCard({ system, evaluation, ruled }: EvaluatedCard, paint: Paint): string {
  const { report, scorecard } = evaluation;
  if (scorecard === undefined) {
    const { title, sentence } = renderReason(report.reason);
    return `${paint("bad", title)} ${paint("quiet", report.reason)}\n${sentence}`;
  }
  const tone = ruled === undefined || ruled.ruling === "accept" ? "good" : "bad";
  const heading =
    ruled === undefined
      ? `${system}: measured`
      : `${system}: ${ruled.ruling}, by the evidence alone`;
  const summary = ruled === undefined ? [] : [plain(renderSummary(scorecard, ruled))];
  const rows = scorecard.reports
    .filter(({ source }) => source !== "definition")
    .map((one) => (ruled === undefined ? renderShare(one) : renderRow(one)));
  return [paint(tone, heading), ...summary, rows.join("\n")].join("\n\n");
}

function plain(markdown: string): string {
  return markdown.replaceAll("**", "").replaceAll("`", "").replaceAll(/^- /gm, "");
}

function renderShare({ dimension, source, score }: DimensionReport): string {
  return `${DIMENSION_NAMES[dimension].padEnd(18)} ${source.padEnd(8)} ${(score * 100).toFixed(1)} %`;
}

function renderRow({ dimension, source, evidence, method }: DimensionReport): string {
  const name = `${DIMENSION_NAMES[dimension].padEnd(18)} ${source.padEnd(8)}`;
  if (evidence.kind === "rule")
    return `${name} ${evidence.holds ? "holds" : "does not hold"}: ${method}`;
  const { estimate, lower, upper, n, eValue } = evidence;
  const interval = `95 %: ${points(Math.max(-1, lower))} to ${points(Math.min(1, upper))}`;
  return `${name} ${points(estimate)} points (${interval}), ${n} units, e-value ${eValue.toPrecision(3)}`;
}
