import { type Incident, incidentName } from "../../core/incident/incident.ts";
import type { Charter } from "../../core/ir/charter.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import type { ForeignDeployment } from "../../ports/forge.ts";
import type { Watching } from "../reconcile/branch-desk.ts";
import { loadLawfulCharter } from "../reading/lawful-charter.ts";
import { openIncident } from "./open-incident.ts";

const STAGES = ["shadow", "canary", "production"];

/**
 * Deployments in a roll-out's environments that somebody else created. A workflow that runs in the
 * environment of our own deployment is shown as another one of the same commit: that is ours.
 */
export async function lookAtDeployments(watching: Watching): Promise<void> {
  const { ports, repository, lease } = watching;
  const known = await ports.store.transact((tx) => tx.incidents.branch(repository.id));
  const charter = known && (await loadLawfulCharter(repository, known));
  if (known === undefined || charter === undefined || watches(charter)) return;
  const environments = Object.keys(charter.systems).flatMap((system) =>
    STAGES.map((stage) => `${system}/${stage}`),
  );
  const { newest, foreign } = await repository.deploymentsAfter(known.deployment, environments);
  if (newest <= known.deployment) return;
  const now = ports.clock.now();
  await ports.store.transact(async (tx) => {
    await tx.work.assertHeld(lease);
    const branch = (await tx.incidents.branch(repository.id)) ?? known;
    await tx.incidents.saveBranch({ ...branch, deployment: newest });
    for (const one of foreign.filter(({ sha, ownSha }) => sha !== ownSha)) {
      await openIncident(tx, repository, incidentOf(watching, one, now));
    }
  });
}

/** Where a charter only watches this rule, the record says so on the pull requests themselves. */
export function watches({ mode, monitor = [] }: Charter): boolean {
  return mode === "monitor" || monitor.some((rule) => rule === "C3");
}

function incidentOf(
  { repository }: Watching,
  { id, environment, sha }: ForeignDeployment,
  now: Instant,
): Incident {
  return {
    id: incidentName({ repositoryId: repository.id, sha, what: [["deployment", String(id)]] }),
    repositoryId: repository.id,
    reason: "deployed-around",
    freezes: [environment.slice(0, environment.lastIndexOf("/"))],
    freezesFrom: now,
    openedAt: now,
    sha,
    deviations: [],
    environment,
  };
}
