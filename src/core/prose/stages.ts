import { changeEvidence } from "../evaluation/statistics/e-detector.ts";
import { CANARY_BAR, nonInferiorityOf, regressionOf } from "../rollout/assess.ts";
import type { MetricHealth } from "../rollout/health.ts";
import { type Production, RUN_LENGTH } from "../rollout/production.ts";
import { isOnPeoplesWord, isTakenBack, type Rollout } from "../rollout/rollout.ts";
import { isUnserved } from "../rollout/ask-deployment.ts";
import { quoteCode } from "./escape.ts";
import { renderReason } from "./reasons.ts";

/** GitHub cuts a deployment status at this many characters. */
const LONGEST_STATUS = 140;

/** The stage in the sticky comment: where it stands, and what each metric has shown so far. */
export function renderStage(rollout: Rollout): string {
  if (rollout.production !== undefined) return renderProduction(rollout, rollout.production);
  const rows = Object.entries(rollout.health.metrics).map(([name, health]) =>
    renderMetric(name, health),
  );
  const table =
    rows.length === 0
      ? ""
      : [
          "",
          "| metric | stable | candidate | evidence of harm | evidence of no harm |",
          "|---|---|---|---|---|",
          ...rows,
        ].join("\n");
  return `${renderPosition(rollout)}${table === "" ? "" : `\n${table}`}`;
}

/** What watches a version after its promotion; no baseline runs beside it any more. */
function renderProduction(rollout: Rollout, { detectors, units }: Production): string {
  const { title } = renderReason(rollout.reason);
  const rows = Object.entries(detectors).map(
    ([name, detector]) =>
      `| ${name} | ${detector.reference.toFixed(3)} | ${detector.n} | ${evidence(changeEvidence(detector))} |`,
  );
  const table = [
    "| metric, larger is better | lowest normal mean | outcomes | evidence of a change |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
  const promise = `It is taken back when the mean evidence of a change reaches ${evidence(RUN_LENGTH)}: while nothing is worse than that, so many outcomes pass on average until a false alarm.`;
  return `${renderFlag(rollout)}**${rollout.state}**: ${title.toLowerCase()}; ${units} ${units === 1 ? "unit" : "units"} with outcomes since the promotion. ${promise}\n\n${table}`;
}

function renderPosition(rollout: Rollout): string {
  const { title } = renderReason(rollout.reason);
  const { step, share, health, rules } = rollout;
  const where =
    share === 0
      ? rollout.state
      : `${rollout.state}, step ${step + 1} of ${rules.canary.steps.length}, ${share} % of live units`;
  const units = health.units === 1 ? "1 candidate unit" : `${health.units} candidate units`;
  return `${renderFlag(rollout)}**${where}**: ${title.toLowerCase()}; ${renderServing(rollout)}${units} with outcomes. Traffic returns when the mean evidence of harm reaches ${CANARY_BAR}.`;
}

/** Whose word the stage waits for, where a workflow delivers. */
function renderServing(rollout: Rollout): string {
  if (rollout.delivery?.kind !== "workflow" || !isUnserved(rollout)) return "";
  return `not deployed by the word of ${quoteCode(rollout.delivery.deployer)}; `;
}

/** What people answer for stands first, wherever the roll-out is shown. */
function renderFlag(rollout: Rollout): string {
  if (rollout.isEmergency === true) return "**Emergency: without evidence, review owed.** ";
  return isOnPeoplesWord(rollout)
    ? "**On people's word: quarantined by the gates; live evidence decides.** "
    : "";
}

function renderMetric(name: string, health: MetricHealth): string {
  if (health.kind === "rare") {
    return `| ${name} | – | ${health.violations} of ${health.candidateUnits} | ${evidence(health.evidence)} | – |`;
  }
  const stable = mean(health.stableTotal, health.stableUnits);
  const candidate = mean(health.candidateTotal, health.candidateUnits);
  const harmless = nonInferiorityOf(health);
  return `| ${name} | ${stable} | ${candidate} | ${evidence(regressionOf(health))} | ${harmless === undefined ? "–" : evidence(harmless)} |`;
}

/** One line for a deployment status: the state, the units and the strongest evidence of harm. */
export function renderStatus(rollout: Rollout): string {
  const { sentence } = renderReason(rollout.reason);
  if (isTakenBack(rollout)) return cut(`${sentence} ${rollout.production?.units ?? 0} units.`);
  const worst = Object.entries(rollout.health.metrics)
    .map(([name, health]) => ({ name, eValue: regressionOf(health) }))
    .sort((left, right) => right.eValue - left.eValue)
    .at(0);
  const proof = worst === undefined ? "" : ` Harm in ${worst.name}: e = ${evidence(worst.eValue)}.`;
  const word = isOnPeoplesWord(rollout) ? "On people's word. " : "";
  return cut(`${word}${sentence} ${rollout.health.units} units.${proof}`);
}

function cut(text: string): string {
  return text.length > LONGEST_STATUS ? `${text.slice(0, LONGEST_STATUS - 1)}…` : text;
}

function mean(total: number, units: number): string {
  return units === 0 ? "–" : `${(total / units).toFixed(3)} (${units})`;
}

/** 20 and more is where decisions are made; far beyond it only the order of magnitude matters. */
function evidence(eValue: number): string {
  if (eValue >= 10_000) return eValue.toExponential(1);
  return eValue >= 10 ? eValue.toFixed(0) : eValue.toFixed(2);
}
