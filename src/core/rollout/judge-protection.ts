import type { ReasonCode } from "../gate/reason-code.ts";
import type { Sha } from "../kernel/ids.ts";
import type { Rollout } from "./rollout.ts";
import type { Stage } from "./serving.ts";

/** Where a job wants to deploy, and which commit. */
export type Wanted = { readonly environment: string; readonly sha: Sha };

/** What the record says of the system at this moment. */
export type Standing = {
  /** The roll-out that is under way, if any. */
  readonly rollout: Pick<Rollout, "state" | "headSha"> | undefined;
  /** The commit that production runs; absent where nothing was ever rolled out. */
  readonly production: Sha | undefined;
};

export type ProtectionVerdict = {
  readonly state: "approved" | "rejected";
  readonly reason: ReasonCode;
};

const STAGES: readonly Stage[] = ["shadow", "canary", "production"];

/** `triage/canary` → the system and its stage; nothing for an environment that is none of ours. */
export function placeOf(
  environment: string,
): { readonly system: string; readonly stage: Stage } | undefined {
  const at = environment.lastIndexOf("/");
  const stage = STAGES.find((one) => one === environment.slice(at + 1));
  return at <= 0 || stage === undefined ? undefined : { system: environment.slice(0, at), stage };
}

/**
 * Whether a job may deploy this commit there now. The enemy is a workflow that goes ahead of the
 * roll-out: to a later environment, or with a commit that no stage was ever about. Bringing back
 * what production runs is allowed wherever no canary is under way.
 */
export function judgeProtection(wanted: Wanted, standing: Standing): ProtectionVerdict {
  const place = placeOf(wanted.environment);
  const { production, rollout } = standing;
  if (place === undefined || production === undefined) {
    return { state: "rejected", reason: "environment-unknown" };
  }
  const isStage = rollout?.state === place.stage && rollout.headSha === wanted.sha;
  const isBack = wanted.sha === production && !isUnderWay(place.stage, rollout);
  return isStage || isBack
    ? { state: "approved", reason: "deployment-in-stage" }
    : { state: "rejected", reason: "deployment-out-of-stage" };
}

function isUnderWay(stage: Stage, rollout: Standing["rollout"]): boolean {
  return stage === "shadow" || (stage === "canary" && rollout?.state === "canary");
}
