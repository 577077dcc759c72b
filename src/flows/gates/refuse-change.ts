import type { Finding } from "../../core/gate/finding.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import { draftOf, gateBody } from "../../core/ledger/drafts.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import { conclude } from "../reconcile/conclude.ts";
import { planGateCheck } from "./plan-checks.ts";
import { planPresence } from "../reconcile/plan-presence.ts";
import { type Reconciling, subjectOf } from "../reconcile/reconciling.ts";

export type Unreadable = {
  readonly reason: ReasonCode;
  readonly findings: readonly Finding[];
  readonly inputs: Digest;
};

/** What cannot be read whole is not judged: it holds, says why, and nothing is merged meanwhile. */
export async function refuseChange(
  reconciling: Reconciling,
  unreadable: Unreadable,
): Promise<void> {
  const { ports, lease, pull } = reconciling;
  const report: GateReport = { gate: "validation", outcome: "error", ...unreadable };
  const record: PullRecord = {
    key: lease.key,
    headSha: pull.headSha,
    baseSha: pull.baseSha,
    inputs: unreadable.inputs,
    bound: unreadable.inputs,
    classified: { kind: "not-a-mutation" },
    // Nothing could be read, so nothing says that this repository only watches.
    mode: "enforce",
    state: "held",
    reason: unreadable.reason,
    gates: [],
    change: "",
    scorecard: "",
    answers: [],
  };
  const about = { at: ports.clock.now(), subject: subjectOf(reconciling) };
  const head = { pull: pull.number, sha: pull.headSha, mode: "enforce" } as const;
  await ports.store.transact((tx) =>
    conclude(tx, lease, {
      record,
      drafts: [draftOf("gate", about, gateBody(report))],
      effects: [planGateCheck(head, report), ...planPresence(record)],
    }),
  );
}
