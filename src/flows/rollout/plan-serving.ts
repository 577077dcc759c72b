import type { DeploymentState, Effect } from "../../core/decision/effect.ts";
import { renderStatus } from "../../core/prose/stages.ts";
import { productionName } from "../../core/rollout/production.ts";
import { isOver, type Rollout } from "../../core/rollout/rollout.ts";
import type { Asked } from "../../core/rollout/serving.ts";
import type { Delivery } from "../../core/rollout/delivery.ts";
import { deploymentSlot } from "./deployment-slots.ts";

/**
 * The same stages where a workflow of the team's delivers. It is the deployer whose status GitHub is
 * to show, so ours are few: none at the beginning, which might come after the deployer's and hide
 * it; `success` with the evidence when a stage passed that the deployer had served; and how it ended.
 */
export function planServing(before: Rollout, after: Rollout): readonly Effect[] {
  const { delivery } = after;
  if (delivery?.kind !== "workflow") return [];
  const known = before.serving?.asked.length ?? 0;
  const asked = (after.serving?.asked ?? []).map((one, index) => ({ one, number: index + 1 }));
  return [
    ...planEnding(before, after),
    ...asked
      .slice(known)
      .map(({ one, number }) => planDeployment({ ...after, delivery }, { one, number })),
    ...(isOver(after) && !isOver(before) ? planRetired(after, known) : []),
  ];
}

type Numbered = { readonly one: Asked; readonly number: number };

type Delivered = Rollout & { readonly delivery: Extract<Delivery, { kind: "workflow" }> };

/** What the stage that ends here, or passed, had shown; on the deployment that it stood on. */
function planEnding(before: Rollout, after: Rollout): readonly Effect[] {
  const [state, shown] = endingOf(before, after);
  const number = before.serving?.asked.length ?? 0;
  const one = before.serving?.asked.at(-1);
  if (state === undefined || one === undefined || one.version === "stable") return [];
  return [planStatus(shown, { one, number }, state)];
}

/** How the newest deployment ended, and the roll-out whose evidence says so; nothing where it goes on. */
function endingOf(
  before: Rollout,
  after: Rollout,
): readonly [DeploymentState | undefined, Rollout] {
  if (after.state === "rolled-back") return ["failure", after];
  // What failed by its deployer's word shows that word already.
  if (after.reason === "deployment-unreported") return ["error", after];
  if (isOver(after)) return [after.state === "promoted" ? undefined : "inactive", after];
  const state = hasPassed(before, after) ? "success" : undefined;
  return [state, { ...after, health: before.health }];
}

function hasPassed(before: Rollout, after: Rollout): boolean {
  if (after.shadowPassed && !before.shadowPassed) return true;
  if (after.canaryPassed && !before.canaryPassed) return true;
  return after.state === "canary" && before.state === "canary" && after.step > before.step;
}

/** Stages serve for a while only; what is over must not look active in the Deployments view. */
function planRetired(after: Rollout, known: number): readonly Effect[] {
  const earlier = (after.serving?.asked ?? []).map((one, index) => ({ one, number: index + 1 }));
  const until = after.state === "promoted" ? known : known - 1;
  return earlier
    .slice(0, Math.max(0, until))
    .map((numbered) => planStatus(after, numbered, "inactive"));
}

function planStatus(rollout: Rollout, { one, number }: Numbered, state: DeploymentState): Effect {
  const deployment = deploymentSlot(rollout, one.stage, number);
  const slot = `${deployment}/${state}`;
  const description = renderStatus(rollout);
  return { kind: "report-deployment", slot, deployment, state, description, pull: rollout.pull };
}

function planDeployment(rollout: Delivered, numbered: Numbered): Effect {
  const { one, number } = numbered;
  const isProduction = one.stage === "production";
  const { sha, artifact } = versionOf(rollout, one);
  return {
    kind: "deploy",
    slot: deploymentSlot(rollout, one.stage, number),
    sha,
    environment: `${rollout.system}/${one.stage}`,
    description: renderStatus(rollout),
    transient: !isProduction,
    production: isProduction,
    payload: {
      artifact,
      url: `${rollout.delivery.origin}/api/v1/ir/artifacts/${artifact}`,
      rollout: rollout.id,
      // Under which name units of this deployment report how they went.
      report_as: isProduction ? productionName(rollout.id) : rollout.id,
      system: rollout.system,
      version: one.version,
      step: rollout.step,
      share: shareOf(rollout, one),
      // What everybody else runs, beside a share of the candidate's.
      stable: rollout.stable,
    },
  };
}

/** The commit is the one of the version, so that a workflow that checks it out has what it deploys. */
function versionOf(
  rollout: Delivered,
  { stage, version }: Asked,
): Pick<Version, "sha" | "artifact"> {
  if (version === "candidate") return { sha: rollout.headSha, artifact: rollout.candidate };
  const replaced = stage === "production" ? rollout.production?.replaced : undefined;
  return replaced === undefined
    ? { sha: rollout.delivery.returnTo, artifact: rollout.stable }
    : { sha: replaced.commit, artifact: replaced.artifact };
}

type Version = { readonly sha: Rollout["headSha"]; readonly artifact: Rollout["candidate"] };

/** Per cent of live units that are to get the candidate once this is deployed. */
function shareOf({ rules, step }: Rollout, { stage, version }: Asked): number {
  if (version === "stable" || stage === "shadow") return 0;
  return stage === "production" ? 100 : (rules.canary.steps[step] ?? 0);
}
