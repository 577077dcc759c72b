import { type Deviation, deviationsOf } from "../../core/incident/deviations.ts";
import { guardOf } from "../../core/incident/guarded-paths.ts";
import type { Incident } from "../../core/incident/incident.ts";
import type { Charter } from "../../core/ir/charter.ts";
import type { Tree } from "../../core/ir/snapshot.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { loadLawfulCharter } from "../reading/lawful-charter.ts";
import type { Watching } from "../reconcile/branch-desk.ts";
import { endIncident, proposeRevert } from "./open-incident.ts";
import { readVersionAt } from "./read-version-at.ts";

type Branch = { readonly charter: Charter; readonly tip: Sha; readonly tree: Tree };

/**
 * While production runs an earlier version than the default branch holds: proposes once to put the
 * earlier rows back, and ends the freeze as soon as the branch makes up what production runs.
 */
export async function lookAtTakenBack(watching: Watching): Promise<void> {
  const { ports, repository } = watching;
  const { open, known } = await ports.store.transact(async (tx) => ({
    open: await tx.incidents.open(repository.id),
    known: await tx.incidents.branch(repository.id),
  }));
  const taken = open.filter(({ reason }) => reason === "promotion-taken-back");
  if (taken.length === 0 || known === undefined) return;
  const charter = await loadLawfulCharter(repository, known);
  const tip = await repository.branchTip(repository.defaultBranch);
  if (charter === undefined || tip === undefined) return;
  const tree = await repository.tree(tip);
  for (const incident of taken) await lookAt(watching, incident, { charter, tip, tree });
}

async function lookAt(watching: Watching, incident: Incident, branch: Branch): Promise<void> {
  const { ports, repository, lease } = watching;
  const [system] = incident.freezes === "repository" ? [] : incident.freezes;
  if (system === undefined || incident.from === undefined) return;
  const earlier = await repository.tree(incident.from);
  const deviations = rowsToPutBack(system, earlier, branch);
  const found = (await readVersionAt(repository, { ...branch, commit: branch.tip, system }))
    ?.digest;
  const now = ports.clock.now();
  await ports.store.transact(async (tx) => {
    await tx.work.assertHeld(lease);
    const pointer = await tx.systems.pointer(repository.id, system);
    if (deviations.length === 0 || found === pointer?.version) {
      return endIncident(tx, incident, { ended: "incident-reverted", now });
    }
    if (incident.deviations.length > 0) return;
    const proposed: Incident = { ...incident, sha: branch.tip, deviations };
    await proposeRevert(tx, repository, { incident: proposed, now });
  });
}

function rowsToPutBack(
  system: string,
  earlier: Tree,
  { charter, tree }: Branch,
): readonly Deviation[] {
  const guard = guardOf(charter);
  return deviationsOf({ lawful: earlier, tip: tree, guard, licences: [] }).filter(
    (one) => one.system === system,
  );
}
