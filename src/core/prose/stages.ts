import { changeEvidence } from "../evaluation/statistics/e-detector.ts";
import { CANARY_BAR } from "../rollout/assess.ts";
import { type Production, RUN_LENGTH } from "../rollout/production.ts";
import { isOnPeoplesWord, isTakenBack, type Rollout } from "../rollout/rollout.ts";
import { isUnserved } from "../rollout/ask-deployment.ts";
import { quoteCode } from "./escape.ts";
import { renderReason } from "./reasons.ts";
import { evidence, renderEvidence, renderWorst } from "./stage-evidence.ts";

/** GitHub cuts a deployment status at this many characters. */
const LONGEST_STATUS = 140;

/** The stage in the sticky comment: where it stands, and what each metric has shown so far. */
export function renderStage(rollout: Rollout): string {
  if (rollout.production !== undefined) return renderProduction(rollout, rollout.production);
  const table = renderEvidence(rollout);
  return `${renderPosition(rollout)}${table === "" ? "" : `\n\n${table}`}`;
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
  return `${renderFlag(rollout)}**${rollout.state}**: ${title.toLowerCase()}; ${units} ${units === 1 ? "unit" : "units"} with outcomes since the promotion. ${promise}\n\n${table}${renderEarlier(rollout)}`;
}

/** Why it was promoted stays to be read. */
function renderEarlier(rollout: Rollout): string {
  const shown = renderEvidence(rollout);
  return shown === "" ? "" : `\n\nWhat its last canary step had shown:\n\n${shown}`;
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

/** Whose word the stage waits for, where a workflow delivers. A promotion that did not arrive is an incident. */
function renderServing(rollout: Rollout): string {
  if (rollout.state === "promoted") return "";
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

/** One line for a deployment status: the state, the units, and the strongest evidence of harm. */
export function renderStatus(rollout: Rollout): string {
  const { sentence } = renderReason(rollout.reason);
  if (isTakenBack(rollout)) return cut(`${sentence} ${rollout.production?.units ?? 0} units.`);
  const worst = renderWorst(rollout);
  const proof = `${rollout.health.units} units${worst === "" ? "" : `: ${worst}`}.`;
  const word = isOnPeoplesWord(rollout) ? "On people's word. " : "";
  return cut(`${cut(`${word}${sentence}`, LONGEST_STATUS - proof.length - 1)} ${proof}`);
}

/** The figures stay whole: what a reason means can be looked up. */
function cut(text: string, longest = LONGEST_STATUS): string {
  return text.length > longest ? `${text.slice(0, Math.max(0, longest - 1))}…` : text;
}
