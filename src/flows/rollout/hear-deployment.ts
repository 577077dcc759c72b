import type { Slot } from "../../core/decision/effect.ts";
import { heardOf } from "../../core/rollout/deployment-report.ts";
import { isOver, type Rollout } from "../../core/rollout/rollout.ts";
import { isAwaited, newestOf } from "../../core/rollout/ask-deployment.ts";
import type { Signal } from "../../core/rollout/signal.ts";
import type { Repository } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";
import { newestSlot } from "./deployment-slots.ts";

/** What the deployer says of one deployment, by the slot that it was in when it was read. */
export type Heard = { readonly slot: Slot; readonly word: "served" | "failed" };

type Hearing = { readonly ports: Pick<Ports, "store">; readonly repository: Repository };

/**
 * Reads from GitHub what the deployer said of the newest deployment that a roll-out asked for. A
 * webhook's own word on it is never taken: whoever can write a status can have one sent.
 */
export async function hearDeployment(
  { ports, repository }: Hearing,
  rollout: Rollout,
  proposer: string,
): Promise<Heard | undefined> {
  const slot = newestSlot(rollout);
  if (rollout.delivery?.kind !== "workflow" || slot === undefined) return undefined;
  const id = await ports.store.transact((tx) => tx.outbox.githubIdOf(repository.id, slot));
  if (id === undefined) return undefined;
  const { deployer } = rollout.delivery;
  const word = heardOf(await repository.deploymentReports(id), { deployer, proposer });
  return word && { slot, word };
}

/** The same for the stage that a pull request's roll-out is in; read before anything is locked. */
export async function hearStage(
  reconciling: Reconciling,
  rollout: Rollout,
): Promise<Heard | undefined> {
  const isOfInterest = !isOver(rollout) && isCandidates(rollout);
  const { login } = reconciling.pull.author;
  return isOfInterest ? hearDeployment(reconciling, rollout, login) : undefined;
}

/** What was brought back to the stable version is looked at with the branch. */
function isCandidates(rollout: Rollout): boolean {
  return newestOf(rollout)?.version === "candidate";
}

/** What was heard, as far as it is news and about the deployment that the roll-out stands on now. */
export function signalOf(rollout: Rollout, heard: Heard | undefined): Signal | undefined {
  if (heard === undefined || heard.slot !== newestSlot(rollout)) return undefined;
  const { state, serving } = rollout;
  if (heard.word === "served") {
    const isBeginning = state === "shadow" || state === "canary";
    return isBeginning && isAwaited(rollout) ? { kind: "served" } : undefined;
  }
  return serving?.outlook === "failed" || state === "promoting"
    ? undefined
    : { kind: "undeployed", reason: "deployment-failed" };
}
