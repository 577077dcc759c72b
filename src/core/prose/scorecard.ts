import type { Ruling } from "../decision/decision.ts";
import { FLOORS } from "../decision/thresholds.ts";
import type { DimensionReport, TestEvidence } from "../evaluation/dimension-report.ts";
import type { Scorecard } from "../evaluation/scorecard.ts";
import { nameOf } from "./dimension-names.ts";
import { points } from "./points.ts";
import { renderSummary, type Ruled } from "./scorecard-summary.ts";

const SOURCES: Readonly<Record<DimensionReport["source"], string>> = {
  public: "public suite",
  sealed: "sealed suite",
  safety: "safety suite",
  rated: "free text, rated by a model",
  definition: "definition",
};

const WORDS: Readonly<Record<Ruling, string>> = {
  accept: "accept",
  reject: "reject",
  quarantine: "quarantine",
};

/**
 * The scorecard: a few lines that are read in half a minute, and the table behind them. Public figures stand in full; whatever a
 * sealed suite had a part in says the decision's word and nothing else.
 */
export function renderScorecard(
  scorecard: Scorecard,
  decision: Ruled | undefined,
  _shown: { readonly sealed: "withheld" },
): string {
  const rows = scorecard.reports.map((report) => renderRow(report, decision?.ruling));
  return [
    renderSummary(scorecard, decision),
    "",
    "| dimension | measured on | says | figures |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
}

function renderRow(report: DimensionReport, ruling: Ruling | undefined): string {
  const { says, figures } = report.sealed ? sealedCells(ruling) : openCells(report);
  const name = nameOf(report);
  const shown = report.role === "objective" ? `**${name}** (objective)` : name;
  return `| ${shown} | ${SOURCES[report.source]} | ${says} | ${figures} |`;
}

type Cells = { readonly says: string; readonly figures: string };

function sealedCells(ruling: Ruling | undefined): Cells {
  return { says: ruling === undefined ? "not decided" : WORDS[ruling], figures: "withheld" };
}

function openCells({ evidence, method, role }: DimensionReport): Cells {
  if (evidence.kind === "rule") {
    return { says: evidence.holds ? "holds" : "**does not hold**", figures: method };
  }
  const says = verdictOf(evidence);
  const isSilent = role === "tripwire" && says === NOT_SHOWN;
  return { says: isSilent ? "no loss shown" : says, figures: renderTest(evidence) };
}

const NOT_SHOWN = "not shown yet";

function verdictOf({ eValue, reverseEValue, nullMean }: TestEvidence): string {
  if (reverseEValue >= FLOORS.reverseBar) return "**worse**";
  if (eValue < FLOORS.guardBar) return NOT_SHOWN;
  return nullMean < 0 ? `no worse than ${points(nullMean)}` : "better";
}

function renderTest({ estimate, lower, upper, n, eValue }: TestEvidence): string {
  const interval = `${points(Math.max(-1, lower))} to ${points(Math.min(1, upper))}`;
  return `${points(estimate)} (95 %: ${interval}), ${n} units, e-value ${short(eValue)} of ${FLOORS.guardBar}`;
}

function short(value: number): string {
  if (value >= 1_000_000) return "> 10⁶";
  return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}
