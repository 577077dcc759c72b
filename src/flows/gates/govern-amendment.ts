import type { Approvals } from "../../core/constitution/approvals.ts";
import type { Finding } from "../../core/gate/finding.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { Charter } from "../../core/ir/charter.ts";
import { checkAmendedTrees } from "../../core/ir/check-amended-trees.ts";
import { firstSystems } from "../../core/ir/introduced-systems.ts";
import { parseProposed } from "../../core/ir/parse-proposed.ts";
import type { ProposedChange } from "../../core/ir/proposed-change.ts";
import { readSystem } from "../../core/ir/read-system.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { draftOf, gateBody } from "../../core/ledger/drafts.ts";
import { type Enactment, enactmentOf } from "../../core/lineage/enactment.ts";
import { checkVersion } from "../../core/validation/check-version.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { conclude } from "../reconcile/conclude.ts";
import type { Governed, Governing } from "./governing.ts";
import { grantLicence } from "../incident/grant-licence.ts";
import { classificationDraft } from "./governed-head.ts";
import { loadApprovals } from "../reading/load-approvals.ts";
import { planGateCheck } from "./plan-checks.ts";
import { planPresence } from "../reconcile/plan-presence.ts";
import { recordOf } from "./record-of.ts";
import { type MetVersion, registerMet } from "../rollout/register-versions.ts";
import { subjectOf } from "../reconcile/reconciling.ts";

/**
 * Governed files change by human approval of exactly this commit, judged by the charter that is in
 * force. What the new charter would say about its own adoption does not matter.
 */
export async function governAmendment(governing: Governing): Promise<Governed> {
  const { reconciling, gathered } = governing;
  const validation = validateProposed(governing);
  const approvals = await loadApprovals(governing);
  const record = recordSettled(governing, validation, approvals);
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
    if (record.state === "approved") await allow(tx, governing, approvals.judgedBy);
  });
  return {};
}

function recordSettled(
  governing: Governing,
  validation: GateReport,
  approvals: Approvals,
): PullRecord {
  const reports = [validation];
  if (validation.outcome !== "pass") {
    return recordOf(governing, { state: "rejected", reason: validation.reason, reports });
  }
  if (approvals.standing.length < approvals.needed) {
    return recordOf(governing, { state: "approvals", reason: "approvals-missing", reports });
  }
  const record = recordOf(governing, { state: "approved", reason: "approvals-stand", reports });
  return { ...record, enacts: enactmentIn(governing.gathered.change) };
}

/** What people approved may come to the branch, and has a name from then on, like every mutation. */
async function allow(
  tx: Transaction,
  governing: Governing,
  judgedBy: Sha | undefined,
): Promise<void> {
  await grantLicence(tx, governing, judgedBy);
  const { ports, lease } = governing.reconciling;
  const met = { repositoryId: lease.key.repositoryId, at: ports.clock.now() };
  await registerMet(tx, met, introducedVersions(governing.gathered.change));
}

/** The proposed charter must be one, and a new system must be whole; nothing is run. */
export function validateProposed({ gathered }: Pick<Governing, "gathered">): GateReport {
  const { change } = gathered;
  const proposed = parseProposed(change.head);
  const findings = [
    ...(proposed.ok ? firstVersionFindings(change, proposed.value.charter) : proposed.refusal),
    ...checkAmendedTrees(change),
  ];
  const [first] = findings;
  return first === undefined
    ? { gate: "validation", outcome: "pass", reason: "passed", findings }
    : { gate: "validation", outcome: "fail", reason: first.code, findings };
}

function firstVersionFindings(change: ProposedChange, proposed: Charter): readonly Finding[] {
  return readFirst(change, proposed).flatMap(({ read }) =>
    read.ok ? checkVersion(read.value) : read.refusal,
  );
}

/** What people agree to beside the files themselves; it comes about with the merge. */
function enactmentIn(change: ProposedChange): Enactment {
  const proposed = parseProposed(change.head);
  const { charter, treeChanges: changes } = change;
  return enactmentOf({
    charter,
    proposed: proposed.ok ? proposed.value.charter : charter,
    changes,
    introduced: introducedVersions(change).map(({ system, version }) => ({
      system,
      version: version.digest,
    })),
  });
}

function introducedVersions(change: ProposedChange): readonly MetVersion[] {
  const proposed = parseProposed(change.head);
  if (!proposed.ok) return [];
  const { commit } = change.head;
  return readFirst(change, proposed.value.charter).flatMap(({ name: system, tiers, read }) =>
    read.ok ? [{ version: read.value, system, commit, tiers }] : [],
  );
}

function readFirst({ base, head, charter, pullRequestClass }: ProposedChange, proposed: Charter) {
  const trees = { charter, base: base.tree, head: head.tree };
  return firstSystems(proposed, pullRequestClass, trees).map((name) => {
    const place = proposed.systems[name];
    const root = place?.path ?? `systems/${name}`;
    const read = readSystem({ name, root, format: place?.format, snapshot: head });
    return { name, tiers: place?.tiers ?? [], read };
  });
}
