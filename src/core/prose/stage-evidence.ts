import { CANARY_BAR, nonInferiorityOf, regressionOf } from "../rollout/assess.ts";
import type { MetricHealth } from "../rollout/health.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { renderSparkline } from "./sparkline.ts";

/** The line of a status, which has 140 characters for everything. */
const SHORT = 8;

/**
 * Why a stage goes on, passes or ends, metric by metric: which share of units ran which version, how
 * either did, and the evidence against its bar, as it stands and as it came about.
 */
export function renderEvidence(rollout: Rollout): string {
  const { metrics } = rollout.health;
  const names = Object.keys(metrics);
  if (names.length === 0) return "";
  const share = stepShare(rollout);
  const harmless = `evidence of no harm, of ${evidence(harmlessBar(rollout))}`;
  return [
    `| metric | stable${shareOf(100 - share)} | candidate${shareOf(share)} | evidence of harm, of ${CANARY_BAR} | since the first unit | ${harmless} |`,
    "|---|---|---|---|---|---|",
    ...Object.entries(metrics).map(([name, health]) => renderMetric(rollout, name, health)),
    ...(names.length === 1 ? [] : [renderMean(rollout)]),
    "",
    `Rates are means, with the number of units. A full block of a line is evidence of ${CANARY_BAR}; traffic returns when the mean comes to it.`,
  ].join("\n");
}

/** The metric that shows most harm: both rates, the evidence against the bar, and how it came there. */
export function renderWorst(rollout: Rollout): string {
  const worst = Object.entries(rollout.health.metrics)
    .map(([name, health]) => ({ name, health, eValue: regressionOf(health) }))
    .sort((left, right) => right.eValue - left.eValue)
    .at(0);
  if (worst === undefined) return "";
  const { name, health, eValue } = worst;
  const rates =
    health.kind === "rare"
      ? `${health.violations} of ${health.candidateUnits}`
      : `${rate(health.stableTotal, health.stableUnits)} → ${rate(health.candidateTotal, health.candidateUnits)}`;
  const line = renderSparkline(marksOf(rollout, name), Math.log10(CANARY_BAR), SHORT);
  return `${name} ${rates}, harm e = ${evidence(eValue)} of ${CANARY_BAR}${line === "" ? "" : ` ${line}`}`;
}

/** 20 and more is where decisions are made; far beyond it only the order of magnitude matters. */
export function evidence(eValue: number): string {
  if (eValue >= 10_000) return eValue.toExponential(1);
  return eValue >= 10 ? eValue.toFixed(0) : eValue.toFixed(2);
}

function harmlessBar({ caution = 1 }: Rollout): number {
  return CANARY_BAR * Math.max(1, caution);
}

/** Of the step that the figures are of, which a stage that is over has no more; shadow has none. */
function stepShare({ rules, step }: Rollout): number {
  return rules.canary.steps[step] ?? 0;
}

/** In shadow every unit has both. */
function shareOf(percent: number): string {
  return percent % 100 === 0 ? "" : `, ${percent} % of units`;
}

function renderMetric(rollout: Rollout, name: string, health: MetricHealth): string {
  const line = renderSparkline(marksOf(rollout, name), Math.log10(CANARY_BAR));
  const harm = evidence(regressionOf(health));
  if (health.kind === "rare") {
    return `| ${name} | – | ${health.violations} of ${health.candidateUnits} | ${harm} | ${line} | – |`;
  }
  const stable = mean(health.stableTotal, health.stableUnits);
  const candidate = mean(health.candidateTotal, health.candidateUnits);
  const harmless = nonInferiorityOf(health);
  return `| ${name} | ${stable} | ${candidate} | ${harm} | ${line} | ${harmless === undefined ? "–" : evidence(harmless)} |`;
}

/** What decides: a guard without outcomes stands at 1. */
function renderMean({ health, rules }: Rollout): string {
  const guards = Object.keys(rules.guards);
  const meanOver = (figure: (name: string) => number): number =>
    guards.reduce((sum, name) => sum + figure(name), 0) / Math.max(1, guards.length);
  const now = meanOver((name) => {
    const metric = health.metrics[name];
    return metric === undefined ? 1 : regressionOf(metric);
  });
  const marks = (health.trace?.marks ?? []).map((mark) =>
    Math.log10(meanOver((name) => 10 ** (mark[name] ?? 0))),
  );
  const line = renderSparkline(marks, Math.log10(CANARY_BAR));
  return `| mean, which decides | | | ${evidence(now)} | ${line} | |`;
}

function marksOf({ health }: Rollout, name: string): readonly number[] {
  return (health.trace?.marks ?? []).map((mark) => mark[name] ?? 0);
}

function mean(total: number, units: number): string {
  return units === 0 ? "–" : `${rate(total, units)} (${units})`;
}

function rate(total: number, units: number): string {
  return units === 0 ? "–" : (total / units).toFixed(3);
}
