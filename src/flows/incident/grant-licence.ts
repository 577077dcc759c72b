import { type LicensedRow, licensedRows } from "../../core/incident/licence.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { adoptionPath } from "../../core/prose/incidents.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { Governing } from "../gates/governing.ts";

/**
 * Notes what an approved head may bring to the default branch. A genesis needs no note: before it
 * nothing was governed, and afterwards nothing of the kind can be approved by admins.
 */
export async function grantLicence(
  tx: Transaction,
  { reconciling, gathered }: Governing,
  judgedBy: Sha | undefined,
): Promise<void> {
  if (judgedBy === undefined) return;
  const { key } = reconciling.lease;
  const { treeChanges, head } = gathered.change;
  const open = await tx.incidents.open(key.repositoryId);
  const named = new Set(treeChanges.filter(({ after }) => after).map(({ path }) => path));
  // Whoever approves the file that names an incident approves what it found, as this head has it.
  const adopted = open
    .filter(({ id }) => named.has(adoptionPath(id)))
    .flatMap(({ deviations }) => deviations)
    .map(({ path }): LicensedRow => {
      const entry = head.tree.get(path);
      return entry === undefined ? { path } : { path, entry };
    });
  const rows = [...licensedRows(treeChanges), ...adopted];
  await tx.incidents.grant({ key, headSha: reconciling.pull.headSha, judgedBy, rows });
}
