import { suffice } from "../../core/constitution/approvals.ts";
import { decisionBody, draftOf } from "../../core/ledger/drafts.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import { transition } from "../../core/rollout/transition.ts";
import { loadVouchers } from "../reading/load-approvals.ts";
import { type Reconciling, subjectOf } from "../reconcile/reconciling.ts";
import { enter } from "./advance-pull.ts";
import { lockRollout } from "./lock-rollout.ts";

/**
 * Counts again who stands behind an accepted mutation that waits for a person. It is taken up as soon
 * as somebody approves, and waits again when that is taken back before it began.
 */
export async function heedApprovals(
  reconciling: Reconciling,
  waiting: Rollout | undefined,
): Promise<void> {
  const { ports, lease, pull } = reconciling;
  const isWaiting = waiting?.state === "accepted" || waiting?.heldFrom === "accepted";
  if (waiting?.vouching === undefined || !isWaiting || waiting.headSha !== pull.headSha) return;
  const approvals = await loadVouchers(reconciling, waiting.vouching.for);
  await ports.store.transact(async (tx) => {
    const rollout = await lockRollout(tx, lease);
    const record = await tx.pulls.load(lease.key);
    if (rollout?.id !== waiting.id || record?.rolloutId !== rollout.id) return;
    const now = ports.clock.now();
    const next = transition(rollout, { kind: "vouched", stands: suffice(approvals) }, now);
    if (!next.ok) return;
    if (record.decision !== undefined) {
      // The acceptance again, with who stands behind it now: what the stages after it rest on.
      const about = { at: now, subject: subjectOf(reconciling, rollout.system) };
      await tx.ledger.append(draftOf("decision", about, decisionBody(record.decision, approvals)));
    }
    await enter(tx, reconciling, { record, before: rollout, after: next.value, now });
  });
}
