import type { DeploymentState, Effect, Slot } from "../../core/decision/effect.ts";
import { renderStatus } from "../../core/prose/stages.ts";
import type { Production } from "../../core/rollout/production.ts";
import { isOnPeoplesWord, type Rollout } from "../../core/rollout/rollout.ts";
import type { Stage } from "../../core/rollout/serving.ts";
import { deploymentSlot } from "./deployment-slots.ts";
import { planServing } from "./plan-serving.ts";

/**
 * The deployments and statuses that show a transition in GitHub's Deployments view. A status is
 * written once for each step, so its slot carries the step.
 */
export function planStage(before: Rollout, after: Rollout): readonly Effect[] {
  if (after.delivery?.kind !== "workflow") return planShown(before, after);
  const isMerging = after.state === "promoting" && before.state !== "promoting";
  return [...planServing(before, after), ...(isMerging ? [planMerge(after)] : [])];
}

function planShown(before: Rollout, after: Rollout): readonly Effect[] {
  switch (after.state) {
    case "shadow":
      return planShadow(before, after);
    case "canary":
      return planCanary(before, after);
    case "promoting":
      return [...planPassed(before, after, "canary"), planMerge(after)];
    case "promoted":
      return [
        planDeployment(after, "production"),
        planStatus(after, "production", "success"),
        ...planEnd(after, ["canary", "shadow"]),
      ];
    case "rolled-back":
      if (after.production !== undefined) return planReturn(after, after.production);
      return [
        planStatus(after, liveStage(after), "failure"),
        ...planEnd(after, begunStages(before).slice(1)),
      ];
    case "withdrawn":
    case "voided":
      return planEnd(after, begunStages(before));
    default:
      return [];
  }
}

/** The slot of the merge: its receipt says how this promotion ended. One asked for again has its own. */
export function mergeSlot({ id, enteredAt }: Rollout): Slot {
  return `rollout/${id}/merge/${enteredAt}`;
}

function planMerge(rollout: Rollout): Effect {
  return {
    kind: "merge",
    slot: mergeSlot(rollout),
    pull: rollout.pull,
    sha: rollout.headSha,
    title: `Promote ${rollout.system} to ${rollout.after.slice(0, "sha256:".length + 12)}`,
  };
}

function planShadow(before: Rollout, after: Rollout): readonly Effect[] {
  if (after.shadowPassed) return planPassed(before, after, "shadow");
  return [planDeployment(after, "shadow"), planStatus(after, "shadow", "in_progress")];
}

function planCanary(before: Rollout, after: Rollout): readonly Effect[] {
  if (after.canaryPassed) return [planStatus(after, "canary", "success")];
  const opening =
    before.state === "canary"
      ? []
      : [...planPassed(before, after, "shadow"), planDeployment(after, "canary")];
  return [...opening, planStatus(after, "canary", "in_progress")];
}

/** Says that a stage passed, unless an earlier transition said it. */
function planPassed(
  before: Rollout,
  after: Rollout,
  stage: "shadow" | "canary",
): readonly Effect[] {
  const mark = stage === "shadow" ? "shadowPassed" : "canaryPassed";
  const isNews = !before[mark] && after[mark];
  return isNews ? [planStatus({ ...after, health: before.health }, stage, "success")] : [];
}

/** What is taken back shows as failed; what production runs again is deployed anew, and thereby active. */
function planReturn(rollout: Rollout, { replaced }: Production): readonly Effect[] {
  const deployment: Slot = `rollout/${rollout.id}/returned`;
  const description = renderStatus(rollout);
  return [
    planStatus(rollout, "production", "failure"),
    {
      kind: "deploy",
      slot: deployment,
      sha: replaced.commit,
      environment: `${rollout.system}/production`,
      description,
      transient: false,
      production: true,
      payload: {
        artifact: replaced.artifact,
        rollout: rollout.id,
        system: rollout.system,
        taken_back: rollout.candidate,
      },
    },
    {
      kind: "report-deployment",
      slot: `${deployment}/success`,
      deployment,
      state: "success",
      description,
      pull: rollout.pull,
    },
  ];
}

/** Stages serve for a while only; what is over must not look active in the Deployments view. */
function planEnd(rollout: Rollout, stages: readonly Stage[]): readonly Effect[] {
  return stages.map((stage) => planStatus(rollout, stage, "inactive"));
}

/** The stages that have a deployment, the live one first. */
function begunStages({ state, heldFrom, step }: Rollout): readonly Stage[] {
  if (step >= 0) return ["canary", "shadow"];
  return state === "accepted" || heldFrom === "accepted" ? [] : ["shadow"];
}

function liveStage(rollout: Rollout): Stage {
  return rollout.step < 0 ? "shadow" : "canary";
}

function planDeployment(rollout: Rollout, stage: Stage): Effect {
  return {
    kind: "deploy",
    slot: deploymentSlot(rollout, stage),
    sha: rollout.headSha,
    environment: `${rollout.system}/${stage}`,
    description: renderStatus(rollout),
    transient: stage !== "production",
    production: stage === "production",
    payload: {
      artifact: rollout.candidate,
      rollout: rollout.id,
      system: rollout.system,
      step: rollout.step,
      share: rollout.share,
      ...(isOnPeoplesWord(rollout) ? { decided: "on-peoples-word" } : {}),
    },
  };
}

function planStatus(rollout: Rollout, stage: Stage, state: DeploymentState): Effect {
  const deployment = deploymentSlot(rollout, stage);
  return {
    kind: "report-deployment",
    slot: `${deployment}/${state}/${rollout.step}`,
    deployment,
    state,
    description: renderStatus(rollout),
    pull: rollout.pull,
  };
}
