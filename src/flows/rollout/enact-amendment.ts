import { honoured } from "../../core/incident/licence.ts";
import { CHARTER_PATH } from "../../core/ir/charter.ts";
import type { Instant } from "../../core/kernel/instant.ts";
import { draftOf } from "../../core/ledger/drafts.ts";
import type { Anchor } from "../../core/lineage/enactment.ts";
import type { PullRequest } from "../../ports/forge.ts";
import type { Spend } from "../../ports/store/budgets.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Transaction } from "../../ports/store/store.ts";

type Merged = {
  readonly record: PullRecord;
  readonly pull: Pick<PullRequest, "isMerged" | "headSha">;
  readonly now: Instant;
};

/**
 * Brings about what people approved together with an amendment's files, in the transaction that
 * notes its merge: from here drift is measured from the versions they vouched for, and the epochs
 * they opened begin. Nothing comes of a head that nobody approved, nor of one that was approved
 * under a charter which went around the app.
 */
export async function enactAmendment(tx: Transaction, merged: Merged): Promise<void> {
  const { record, pull } = merged;
  const { enacts, key } = record;
  const isApproved = record.state === "approved" && record.headSha === pull.headSha;
  if (enacts === undefined || !pull.isMerged || !isApproved) return;
  if (!(await wasLawful(tx, record))) return;
  for (const one of enacts.introduced) {
    await tx.budgets.record({ ...spendOf(merged, one), kind: "drift" });
    await anchor(tx, merged, { ...one, by: "introduction" });
  }
  for (const one of enacts.anchors) await anchor(tx, merged, { ...one, by: "name" });
  for (const system of enacts.epochs) {
    const epoch = await tx.evidence.openEpoch({ repositoryId: key.repositoryId, system });
    await tx.ledger.append(draftOf("epoch", aboutOf(merged, system), { epoch }));
  }
}

async function wasLawful(tx: Transaction, { key }: PullRecord): Promise<boolean> {
  const branch = await tx.incidents.branch(key.repositoryId);
  const charter = branch?.rows.find(({ path }) => path === CHARTER_PATH)?.sha;
  const licences = await tx.incidents.licences(key.repositoryId);
  return honoured(licences, charter).some((licence) => licence.key.pull === key.pull);
}

type Anchoring = Anchor & { readonly by: "introduction" | "name" };

async function anchor(tx: Transaction, merged: Merged, { by, ...one }: Anchoring): Promise<void> {
  await tx.budgets.record({ ...spendOf(merged, one), kind: "anchor" });
  const about = aboutOf(merged, one.system);
  await tx.ledger.append(draftOf("anchor", about, { version: one.version, by }));
}

function aboutOf({ record: { key, headSha }, now }: Merged, system: string) {
  const { repositoryId, pull } = key;
  const subject = { repository_id: repositoryId, pull, system, head_sha: headSha };
  return { at: now, subject };
}

function spendOf({ record, now }: Merged, { system, version }: Anchor): Omit<Spend, "kind"> {
  const { key } = record;
  return { key, system, before: version, after: version, amount: 0, byPerson: false, at: now };
}
