import { type Incident, incidentName } from "../../core/incident/incident.ts";
import { millisecondsOf } from "../../core/kernel/duration.ts";
import { type Instant, later } from "../../core/kernel/instant.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import { isAwaited, isLeft, isUnserved, newestOf } from "../../core/rollout/ask-deployment.ts";
import type { Signal } from "../../core/rollout/signal.ts";
import { transition } from "../../core/rollout/transition.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { Watching } from "../reconcile/branch-desk.ts";
import { type Heard, hearDeployment } from "../rollout/hear-deployment.ts";
import { newestSlot } from "../rollout/deployment-slots.ts";
import { stageDrafts } from "../rollout/stage-entries.ts";
import { endIncident, openIncident } from "./open-incident.ts";

/** How soon a deployment that nobody reported on is looked at again without a webhook. */
const GLANCE = 300_000;

/**
 * Whether what roll-outs left behind reached its users: the version that was promoted, and the
 * stable one where units had to be brought back. Until the deployer says so it is not delivered, and
 * after its deadline that is an incident. Answers when time alone could change something.
 */
export async function lookAtDeliveries(watching: Watching): Promise<Instant | undefined> {
  const { ports, repository } = watching;
  const known = await ports.store.transact((tx) => tx.rollouts.delivering(repository.id));
  const left = known.filter((rollout) => isLeft(rollout) && isUnserved(rollout));
  for (const rollout of left) await lookAt(watching, rollout);
  const now = ports.clock.now();
  return left.some(isAwaited) ? later(now, GLANCE) : undefined;
}

async function lookAt(watching: Watching, seen: Rollout): Promise<void> {
  const { ports, repository, lease } = watching;
  const pull = await repository.pull(seen.pull);
  const heard = await hearDeployment(watching, seen, pull.author.login);
  const now = ports.clock.now();
  const signal = concluded(seen, heard, now);
  if (signal === undefined) return;
  await ports.store.transact(async (tx) => {
    const rollout = await tx.rollouts.loadForUpdate(seen.id);
    await tx.work.assertHeld(lease);
    if (rollout === undefined || newestSlot(rollout) !== newestSlot(seen)) return;
    const next = transition(rollout, signal, now);
    if (next.ok) await conclude(tx, watching, { before: rollout, after: next.value, now });
  });
}

/** What the deployer said, or that it let the deadline of a canary's step pass without a word. */
function concluded(
  { rules, serving }: Rollout,
  heard: Heard | undefined,
  now: Instant,
): Signal | undefined {
  if (heard?.word === "served") return { kind: "served" };
  if (heard?.word === "failed") return { kind: "undeployed", reason: "deployment-failed" };
  const deadline = later(serving?.since ?? now, millisecondsOf(rules.canary.deadline));
  return now >= deadline ? { kind: "undeployed", reason: "deployment-unreported" } : undefined;
}

type Concluding = { readonly before: Rollout; readonly after: Rollout; readonly now: Instant };

async function conclude(
  tx: Transaction,
  { repository }: Watching,
  { before, after, now }: Concluding,
): Promise<void> {
  await tx.rollouts.save(after);
  for (const draft of stageDrafts(before, after, now)) await tx.ledger.append(draft);
  const incident = incidentOf(after, now);
  const open = await tx.incidents.open(repository.id);
  const standing = open.find(({ id }) => id === incident.id);
  if (isUnserved(after)) await openIncident(tx, repository, incident);
  else if (standing !== undefined) {
    await endIncident(tx, standing, { ended: "incident-delivered", now });
  }
}

function incidentOf(rollout: Rollout, now: Instant): Incident {
  const { repositoryId, system, pull, headSha } = rollout;
  const { stage, version } = newestOf(rollout) ?? { stage: "production", version: "candidate" };
  const what = [["delivery", newestSlot(rollout) ?? version]] as const;
  return {
    id: incidentName({ repositoryId, sha: headSha, what }),
    repositoryId,
    reason: "delivery-failed",
    freezes: [system],
    freezesFrom: now,
    openedAt: now,
    sha: headSha,
    deviations: [],
    pull,
    environment: `${system}/${stage}`,
  };
}
