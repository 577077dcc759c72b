import type { Instant } from "../kernel/instant.ts";
import { isOver, type Rollout } from "./rollout.ts";
import type { Asked, Serving } from "./serving.ts";

/** Asks the team's workflow for a deployment; where nobody deploys, nothing is asked. */
export function askFor(rollout: Rollout, asked: Asked, now: Instant): Rollout {
  if (rollout.delivery?.kind !== "workflow") return rollout;
  const before = rollout.serving?.asked ?? [];
  return {
    ...rollout,
    serving: { asked: [...before, asked], outlook: "awaited", since: now },
  };
}

/** Brings the stable version back to where a workflow was asked to give units the candidate. */
export function askReturn(rollout: Rollout, now: Instant): Rollout {
  const newest = newestOf(rollout);
  if (newest === undefined || newest.version === "stable" || newest.stage === "shadow") {
    return rollout;
  }
  return askFor(rollout, { stage: newest.stage, version: "stable" }, now);
}

/** True where the newest deployment moves nothing any more: it is only to be seen that it arrives. */
export function isLeft(rollout: Rollout): boolean {
  return isOver(rollout) || newestOf(rollout)?.version === "stable";
}

export function newestOf({ serving }: Rollout): Asked | undefined {
  return serving?.asked.at(-1);
}

/** True while a workflow has not said how the newest deployment went. */
export function isAwaited({ serving }: Pick<Rollout, "serving">): boolean {
  return serving?.outlook === "awaited";
}

/** True where the newest deployment is not, or not yet, where it should be. */
export function isUnserved({ serving }: Pick<Rollout, "serving">): boolean {
  return serving !== undefined && serving.outlook !== "served";
}

export function withOutlook(rollout: Rollout, outlook: Serving["outlook"]): Rollout {
  const { serving } = rollout;
  return serving === undefined ? rollout : { ...rollout, serving: { ...serving, outlook } };
}
