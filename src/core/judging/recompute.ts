import type { ClaimedReport, ClaimedTest, Claims, JudgedRecords } from "./judged.ts";
import { checkAsking } from "./replay-asking.ts";
import { replayBets } from "./replay-bets.ts";
import { checkRule } from "./replay-rules.ts";
import { differencesOf } from "./replay-units.ts";
import type { Difference, Verdict } from "./verdict.ts";

/** The 97.5 % point of the standard normal. */
const Z = 1.959963984540054;

/** Figures that go through roots may differ in the last digits between engines; e-values may not. */
const TOLERANCE = 1e-9;

/**
 * The judge's recompute mode: every figure of the scorecard again from the raw records, by code
 * that shares nothing with the code that claimed them. E-values and bar must be equal bit for bit.
 */
export function recompute(records: JudgedRecords, claims: Claims): Verdict {
  const differences = [
    ...claims.reports.flatMap((report) => recomputeReport(records, report)),
    ...recomputeBar(claims),
    ...missingSinceAnchor(records, claims),
    ...checkAsking(records.sealed, claims).map((figure) => ({
      dimension: "decision",
      source: "sealed",
      figure,
    })),
  ];
  return { agrees: differences.length === 0 && claims.reports.length > 0, differences };
}

/** Records of the approved version that no claim speaks of would be a loss that nobody is told of. */
function missingSinceAnchor({ anchor }: JudgedRecords, { reports }: Claims): readonly Difference[] {
  return (["public", "sealed"] as const)
    .filter((source) => (anchor?.[source].length ?? 0) > 0)
    .filter((source) => !reports.some((one) => one.against === "anchor" && one.source === source))
    .map((source) => ({ dimension: "task_improvement", source, figure: "anchor" }));
}

function recomputeReport(records: JudgedRecords, report: ClaimedReport): readonly Difference[] {
  const { dimension, source, evidence } = report;
  const named = (figure: string): Difference => ({ dimension, source, figure });
  if (evidence.kind === "rule") return checkRule(records, report).map(named);
  const differences = differencesOf(records, report);
  return differences === undefined
    ? [named("dimension")]
    : compareTest(differences, evidence).map(named);
}

function compareTest(differences: readonly number[], claimed: ClaimedTest): readonly string[] {
  const turned = differences.map((difference) => -difference);
  const { mean, half } = intervalOf(differences);
  const wrong: (readonly [string, boolean])[] = [
    ["n", claimed.n !== differences.length],
    ["e-value", claimed.eValue !== replayBets(differences, claimed.nullMean)],
    ["reverse e-value", claimed.reverseEValue !== replayBets(turned, -claimed.reverseMean)],
    ["estimate", isFar(claimed.estimate, mean)],
    ["lower", isFar(claimed.lower, mean - half)],
    ["upper", isFar(claimed.upper, mean + half)],
  ];
  return wrong.filter(([, differs]) => differs).map(([figure]) => figure);
}

/**
 * Mean and half width by the sums of squares, where the claim went by deviations. Squares are taken
 * from the first value: from zero, a run of equal values would seem to vary by what rounding loses.
 */
function intervalOf(values: readonly number[]): { readonly mean: number; readonly half: number } {
  const n = values.length;
  if (n === 0) return { mean: 0, half: 1 };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, half: 1 };
  const first = values[0] ?? 0;
  let [moved, squares] = [0, 0];
  for (const value of values) {
    moved += value - first;
    squares += (value - first) * (value - first);
  }
  const variance = Math.max(0, squares - (moved * moved) / n) / (n - 1);
  return { mean, half: Z * Math.sqrt(variance / n) };
}

function recomputeBar({ bar }: Claims): readonly Difference[] {
  const { value, alpha, epoch, accepts, caution = 1 } = bar;
  const asked = epoch === undefined ? 1 / alpha : epoch / (alpha * (1 + accepts));
  const isBounded = alpha > 0 && alpha <= 0.1 && caution >= 1 && caution <= 5;
  const isRight = isBounded && value === (asked > 20 ? asked : 20) * caution;
  return isRight ? [] : [{ dimension: "decision", source: "bar", figure: "bar" }];
}

// Written so that a figure that is not a number counts as far.
function isFar(left: number, right: number): boolean {
  return !(Math.abs(left - right) <= TOLERANCE * Math.max(1, Math.abs(right)));
}
