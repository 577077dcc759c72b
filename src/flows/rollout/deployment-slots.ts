import type { Slot } from "../../core/decision/effect.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import { newestOf } from "../../core/rollout/ask-deployment.ts";
import type { Stage } from "../../core/rollout/serving.ts";

/** The slot of a stage's deployment; where a workflow delivers, of the `number`th that was asked for. */
export function deploymentSlot({ id }: Pick<Rollout, "id">, stage: Stage, number?: number): Slot {
  const slot = `rollout/${id}/${stage}`;
  return number === undefined ? slot : `${slot}/${number}`;
}

/** The slot of the newest deployment that a workflow was asked for. */
export function newestSlot(rollout: Rollout): Slot | undefined {
  const newest = newestOf(rollout);
  return newest && deploymentSlot(rollout, newest.stage, rollout.serving?.asked.length);
}
