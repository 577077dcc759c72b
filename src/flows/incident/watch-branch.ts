import { earliest, type Instant } from "../../core/kernel/instant.ts";
import type { Watching } from "../reconcile/branch-desk.ts";
import { lookAtDeliveries } from "./look-at-deliveries.ts";
import { lookAtDeployments } from "./look-at-deployments.ts";
import { lookAtGuard } from "./look-at-guard.ts";
import { lookAtTakenBack } from "./look-at-taken-back.ts";
import { lookAtTip } from "./look-at-tip.ts";
import { arrangeCapture } from "../rollout/arrange-capture.ts";
import { judgeMergeGroups } from "../rollout/judge-merge-groups.ts";
import { performEffects } from "../reconcile/perform-effects.ts";
import { proposeOnboarding } from "../gates/propose-onboarding.ts";
import { remindReviews } from "./remind-reviews.ts";

/**
 * Finds what went around the app: content on the default branch that nothing made lawful, and
 * deployments of somebody else's. Level-triggered like everything else: a webhook only hastens it.
 */
export async function watchBranch(watching: Watching): Promise<Instant | undefined> {
  await performEffects(watching);
  await proposeOnboarding(watching);
  const again = await lookAtTip(watching);
  await arrangeCapture(watching);
  await lookAtTakenBack(watching);
  await lookAtDeployments(watching);
  await lookAtGuard(watching);
  // After whatever keeps a system from advancing was found.
  await judgeMergeGroups(watching);
  const deliveryDue = await lookAtDeliveries(watching);
  const reviewDue = await remindReviews(watching);
  await performEffects(watching);
  if (again === "again") return watching.ports.clock.now();
  return earliest(reviewDue, deliveryDue);
}
