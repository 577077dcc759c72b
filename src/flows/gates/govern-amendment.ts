import type { Finding } from "../../core/gate/finding.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import { type Charter, CHARTER_PATH } from "../../core/ir/charter.ts";
import { checkAmendedTrees } from "../../core/ir/check-amended-trees.ts";
import { PLAIN_FILE } from "../../core/ir/file-kinds.ts";
import { firstSystems } from "../../core/ir/introduced-systems.ts";
import { parseCharter } from "../../core/ir/parse-charter.ts";
import type { ProposedChange } from "../../core/ir/proposed-change.ts";
import { readSystem } from "../../core/ir/read-system.ts";
import type { Snapshot } from "../../core/ir/snapshot.ts";
import { refused } from "../../core/kernel/result.ts";
import { draftOf, gateBody } from "../../core/ledger/drafts.ts";
import { checkVersion } from "../../core/validation/check-version.ts";
import { conclude } from "../reconcile/conclude.ts";
import type { Governed, Governing } from "./governing.ts";
import { grantLicence } from "../incident/grant-licence.ts";
import { classificationDraft } from "./governed-head.ts";
import { loadApprovals } from "../reading/load-approvals.ts";
import { planGateCheck } from "./plan-checks.ts";
import { planPresence } from "../reconcile/plan-presence.ts";
import { recordOf } from "./record-of.ts";
import { subjectOf } from "../reconcile/reconciling.ts";

/**
 * Governed files change by human approval of exactly this commit, judged by the charter that is in
 * force. What the new charter would say about its own adoption does not matter.
 */
export async function governAmendment(governing: Governing): Promise<Governed> {
  const { reconciling, gathered } = governing;
  const validation = validateProposed(governing);
  const approvals = await loadApprovals(governing);
  const isApproved = approvals.standing.length >= approvals.needed;
  const settled =
    validation.outcome !== "pass"
      ? ({ state: "rejected", reason: validation.reason } as const)
      : isApproved
        ? ({ state: "approved", reason: "approvals-stand" } as const)
        : ({ state: "approvals", reason: "approvals-missing" } as const);
  const record = recordOf(governing, { ...settled, reports: [validation] });
  const earlier = governing.earlier;
  if (earlier?.state === record.state && earlier.bound === record.bound) return {};
  const about = { at: reconciling.ports.clock.now(), subject: subjectOf(reconciling) };
  const head = {
    pull: reconciling.pull.number,
    sha: reconciling.pull.headSha,
    mode: gathered.change.charter.mode,
  };
  await reconciling.ports.store.transact(async (tx) => {
    await conclude(tx, reconciling.lease, {
      record,
      drafts: [
        classificationDraft(governing, about.at),
        draftOf("gate", about, gateBody(validation)),
        draftOf("decision", about, {
          decision: gathered.change.pullRequestClass.kind,
          reason_code: record.reason,
          approvals: approvals.standing.length,
          approvals_needed: approvals.needed,
        }),
      ],
      effects: [planGateCheck(head, validation), ...planPresence(record)],
    });
    if (record.state === "approved") await grantLicence(tx, governing, approvals.judgedBy);
  });
  return {};
}

/** The proposed charter must be one, and a new system must be whole; nothing is run. */
export function validateProposed({ gathered }: Pick<Governing, "gathered">): GateReport {
  const { change } = gathered;
  const proposed = readProposed(change.head);
  const findings = [
    ...(proposed.ok ? firstVersionFindings(change, proposed.value.charter) : proposed.refusal),
    ...checkAmendedTrees(change),
  ];
  const [first] = findings;
  return first === undefined
    ? { gate: "validation", outcome: "pass", reason: "passed", findings }
    : { gate: "validation", outcome: "fail", reason: first.code, findings };
}

function firstVersionFindings(
  { base, head, charter, pullRequestClass }: ProposedChange,
  proposed: Charter,
): readonly Finding[] {
  const trees = { charter, base: base.tree, head: head.tree };
  return firstSystems(proposed, pullRequestClass, trees).flatMap((name) => {
    const place = proposed.systems[name];
    const root = place?.path ?? `systems/${name}`;
    const read = readSystem({ name, root, format: place?.format, snapshot: head });
    return read.ok ? checkVersion(read.value) : read.refusal;
  });
}

/**
 * A charter that was taken away governs nothing, which no amendment may do; nor may one put a link,
 * or more than anybody reads, in its place.
 */
function readProposed(head: Snapshot): ReturnType<typeof parseCharter> {
  const entry = head.tree.get(CHARTER_PATH);
  const bytes = entry && head.blobs.get(entry.sha);
  if (entry?.mode === PLAIN_FILE && bytes !== undefined) return parseCharter(CHARTER_PATH, bytes);
  const problem = entry === undefined ? "removed" : "unreadable";
  const place = { path: CHARTER_PATH };
  return refused([{ code: "charter-invalid", rule: "schema", place, facts: { problem } }]);
}
