import type { Decision, ErrorPromise, Ruling } from "../decision/decision.ts";
import { FLOORS } from "../decision/thresholds.ts";
import type { DimensionReport, TestEvidence } from "../evaluation/dimension-report.ts";
import { objectiveReport, type Scorecard } from "../evaluation/scorecard.ts";
import { shrunkEffect } from "../evaluation/shrunk-effect.ts";
import { nameOf } from "./dimension-names.ts";
import { points } from "./points.ts";

export type Ruled = Pick<Decision, "ruling" | "promise" | "minimumDetectableEffect">;

const DECIDED: Readonly<Record<Ruling, string>> = {
  accept: "accept: enough evidence, and every guard holds.",
  reject: "reject: the change is refused; the check's title says why.",
  quarantine: "quarantine: not enough evidence, or something is held; it can still be collected.",
};

/**
 * The lines that most people read and nothing after: what improved, what got worse, what is missing,
 * what the suites could have shown, and how often such a decision is wrong. Whatever a sealed suite
 * had a part in appears as the decision's word alone.
 */
export function renderSummary(scorecard: Scorecard, decision: Ruled | undefined): string {
  const open = scorecard.reports.filter(({ sealed }) => !sealed);
  const rows: readonly (readonly [title: string, text: string])[] = [
    ["Improved", listed(open.flatMap(gainOf)) ?? "nothing that the public suite shows."],
    ...named("Got worse", listed(open.flatMap(lossOf))),
    ["Missing", listed([...missingOf(scorecard), ...open.flatMap(gapOf)]) ?? "nothing."],
    ...(decision === undefined ? [] : decidedRows(scorecard, decision)),
  ];
  return rows.map(([title, text]) => `- **${title}**: ${text}`).join("\n");
}

function named(title: string, text: string | undefined): readonly (readonly [string, string])[] {
  return text === undefined ? [] : [[title, text]];
}

function listed(texts: readonly string[]): string | undefined {
  return texts.length === 0 ? undefined : `${texts.join("; ")}.`;
}

/** The expected effect first: the estimate of a change that was chosen for looking good is too large. */
function gainOf(report: DimensionReport): readonly string[] {
  const { evidence, source } = report;
  if (evidence.kind !== "test" || evidence.lower <= 0) return [];
  const { estimate } = evidence;
  const measured = `measured ${points(estimate)}, ${supportOf(evidence, source)}`;
  const expected = points(shrunkEffect(evidence));
  return [`${nameOf(report)} by about ${expected} points (${measured})`];
}

/** As measured: nobody chose a loss for looking good, and harm is not talked down. */
function lossOf(report: DimensionReport): readonly string[] {
  const { evidence, source } = report;
  if (evidence.kind !== "test" || evidence.upper >= 0) return [];
  const size = points(evidence.estimate);
  return [`${nameOf(report)} by ${size} points (${supportOf(evidence, source)})`];
}

function supportOf({ lower, upper, n }: TestEvidence, source: DimensionReport["source"]): string {
  const interval = `95 %: ${points(Math.max(-1, lower))} to ${points(Math.min(1, upper))}`;
  return `${interval}, on ${n} ${source} units`;
}

function gapOf(report: DimensionReport): readonly string[] {
  const { evidence, method, role } = report;
  const name = nameOf(report);
  if (role === "tripwire") return [];
  if (evidence.kind === "rule") return evidence.holds ? [] : [`${name}, which asks: ${method}`];
  const { eValue, reverseEValue } = evidence;
  if (eValue >= FLOORS.guardBar || reverseEValue >= FLOORS.reverseBar) return [];
  return [`${name}, not shown yet to be no worse than ${points(evidence.nullMean)}`];
}

function missingOf(scorecard: Scorecard): readonly string[] {
  if (scorecard.reports.every(({ source }) => source === "definition")) {
    return ["a suite: nothing was run, and the definition alone carries no acceptance"];
  }
  return objectiveReport(scorecard) === undefined
    ? ["the sealed suite, which alone can carry an acceptance"]
    : [];
}

function decidedRows(
  scorecard: Scorecard,
  { ruling, promise, minimumDetectableEffect }: Ruled,
): readonly (readonly [string, string])[] {
  const decided: readonly (readonly [string, string])[] =
    objectiveReport(scorecard) === undefined ? [] : [["Sealed suite", DECIDED[ruling]]];
  return [
    ...decided,
    ["Can be seen", decided.length === 0 ? NO_LIMIT : limitOf(minimumDetectableEffect)],
    ["Error rate", promiseText(promise)],
  ];
}

const NO_LIMIT =
  "No sealed suite was asked, so no effect can be shown that would carry an acceptance.";

function limitOf(minimumDetectableEffect: number): string {
  return minimumDetectableEffect >= 1
    ? "The suite that decides is too small to show any effect."
    : `The suite that decides can show an effect of ${points(minimumDetectableEffect)} points or more (80 % power, one answer in five different).`;
}

function promiseText({ profile, alpha, epoch }: ErrorPromise): string {
  const share = `${Math.round(alpha * 100)} %`;
  return epoch === undefined
    ? `Profile \`${profile}\`: each acceptance is wrong with a chance of at most ${share}; nothing is promised over many.`
    : `Profile \`${profile}\`: of the acceptances among ${epoch} mutations, at most ${share} are expected to be wrong.`;
}
