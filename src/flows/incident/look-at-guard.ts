import { type Incident, type IncidentEnd, incidentName } from "../../core/incident/incident.ts";
import {
  guardBy,
  type GuardLoss,
  guardLosses,
  nameOfLoss,
  type ReleaseGuard,
  strengthened,
} from "../../core/incident/release-guard.ts";
import { adoptionPath } from "../../core/prose/incidents.ts";
import { RELEASE_CHECK } from "../../core/prose/checks.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import type { WatchedBranch } from "../../ports/store/incidents.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { loadLawfulCharter } from "../reading/lawful-charter.ts";
import type { Watching } from "../reconcile/branch-desk.ts";
import { watches } from "./look-at-deployments.ts";
import { endIncident, openIncident } from "./open-incident.ts";

/**
 * Whether GitHub still keeps from being merged what the app has not released. GitHub tells no app
 * of a ruleset that is removed unless it may administer the repository, so this is looked at with
 * every push and by the sweep. Where nothing can be seen nothing is concluded.
 */
export async function lookAtGuard(watching: Watching): Promise<void> {
  const { ports, repository, lease } = watching;
  const known = await ports.store.transact((tx) => tx.incidents.branch(repository.id));
  const charter = known && (await loadLawfulCharter(repository, known));
  if (charter === undefined || watches(charter)) return;
  const requirements = await repository.requirements(repository.defaultBranch, RELEASE_CHECK);
  if (requirements === undefined) {
    ports.log.warn("the rules of a branch cannot be seen", { repository: repository.id });
    return;
  }
  const guard = guardBy(requirements);
  await ports.store.transact(async (tx) => {
    await tx.work.assertHeld(lease);
    const branch = await tx.incidents.branch(repository.id);
    if (branch !== undefined) await settleGuard(tx, watching, { branch, guard });
  });
}

type Settling = { readonly branch: WatchedBranch; readonly guard: ReleaseGuard };

async function settleGuard(
  tx: Transaction,
  watching: Watching,
  { branch, guard }: Settling,
): Promise<void> {
  const { repository, ports } = watching;
  const now = ports.clock.now();
  const all = await tx.incidents.open(repository.id);
  const open = all.filter(({ reason }) => reason === "guard-weakened");
  const losses = branch.guard === undefined ? [] : guardLosses(branch.guard, guard);
  const isAdopted = open.some(({ id }) =>
    branch.rows.some(({ path }) => path === adoptionPath(id)),
  );
  if (losses.length === 0 || isAdopted) {
    const kept = isAdopted ? guard : strengthened(branch.guard, guard);
    await tx.incidents.saveBranch({ ...branch, guard: kept });
    await endAll(tx, open, { ended: isAdopted ? "incident-adopted" : "incident-reverted", now });
    return;
  }
  if (open.some((one) => saysAlready(one, losses))) return;
  await openIncident(tx, repository, incidentOf(branch, losses, now));
  await endAll(tx, open, { ended: "incident-superseded", now });
}

async function endAll(
  tx: Transaction,
  open: readonly Incident[],
  end: { readonly ended: IncidentEnd; readonly now: Instant },
): Promise<void> {
  for (const one of open) await endIncident(tx, one, end);
}

function saysAlready({ losses: said = [] }: Incident, losses: readonly GuardLoss[]): boolean {
  return said.map(nameOfLoss).join("\n") === losses.map(nameOfLoss).join("\n");
}

/** The moment is part of the name: what is removed, put back and removed again happened twice. */
function incidentOf(
  { repositoryId, tip }: WatchedBranch,
  losses: readonly GuardLoss[],
  now: Instant,
): Incident {
  const what = losses.map((loss): [string, string] => [nameOfLoss(loss), String(now)]);
  return {
    id: incidentName({ repositoryId, sha: tip, what }),
    repositoryId,
    reason: "guard-weakened",
    freezes: "repository",
    freezesFrom: now,
    openedAt: now,
    sha: tip,
    deviations: [],
    losses,
  };
}
