import type { Incident } from "../../core/incident/incident.ts";
import { isRestoration } from "../../core/incident/restoration.ts";
import { compareTrees } from "../../core/ir/compare-trees.ts";
import { digestOfJson } from "../../core/kernel/digest.ts";
import { draftOf } from "../../core/ledger/drafts.ts";
import { renderRestoration } from "../../core/prose/incidents.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import { conclude } from "../reconcile/conclude.ts";
import type { Governed } from "./governing.ts";
import { loadLawfulCharter } from "../reading/lawful-charter.ts";
import { standingApprovals } from "../reading/load-approvals.ts";
import { planPresence } from "../reconcile/plan-presence.ts";
import { type Reconciling, subjectOf } from "../reconcile/reconciling.ts";
import { voidRollout } from "../rollout/void-rollout.ts";

/**
 * A pull request that only puts back what changed around the app, by whomever. What it brings was
 * lawful before, so it needs no evidence; one steward looks whether this is wanted now.
 */
export async function governRestoration(
  reconciling: Reconciling,
  earlier: PullRecord | undefined,
): Promise<Governed | undefined> {
  const incident = await findRestored(reconciling);
  if (incident === undefined) return undefined;
  const { ports, repository, lease } = reconciling;
  const branch = await ports.store.transact((tx) => tx.incidents.branch(repository.id));
  const charter = branch && (await loadLawfulCharter(repository, branch));
  if (charter === undefined) return undefined;
  const eligible = charter.people.stewards;
  const approvals = await standingApprovals(reconciling, { eligible, needed: 1 });
  const isApproved = approvals.standing.length >= approvals.needed;
  const record = recordOf(reconciling, { incident, earlier, isApproved });
  if (earlier?.state === record.state && earlier.bound === record.bound) return {};
  await voidRollout(reconciling);
  const about = { at: ports.clock.now(), subject: subjectOf(reconciling, record.system) };
  await ports.store.transact((tx) =>
    conclude(tx, lease, {
      record,
      drafts: [
        draftOf("decision", about, {
          decision: "restoration",
          incident: incident.id,
          reason_code: record.reason,
          approvals: approvals.standing.length,
          approvals_needed: approvals.needed,
        }),
      ],
      effects: planPresence(record),
    }),
  );
  return {};
}

async function findRestored({
  ports,
  repository,
  pull,
}: Reconciling): Promise<Incident | undefined> {
  const open = await ports.store.transact((tx) => tx.incidents.open(repository.id));
  const found = open.filter(({ reason }) => reason === "changed-around");
  if (found.length === 0 || pull.baseRef !== repository.defaultBranch) return undefined;
  const mergeBase = await repository.mergeBase(pull.baseSha, pull.headSha);
  if (!mergeBase.ok) return undefined;
  const [base, head] = [
    await repository.tree(mergeBase.value),
    await repository.tree(pull.headSha),
  ];
  const changes = compareTrees(base, head);
  return found.find(({ deviations }) => isRestoration(changes, deviations));
}

type Recording = {
  readonly incident: Incident;
  readonly earlier: PullRecord | undefined;
  readonly isApproved: boolean;
};

function recordOf(
  { lease, pull }: Reconciling,
  { incident, earlier, isApproved }: Recording,
): PullRecord {
  const bound = digestOfJson({ head: pull.headSha, incident: incident.id });
  const [system] = incident.freezes === "repository" ? [] : incident.freezes;
  return {
    key: lease.key,
    headSha: pull.headSha,
    baseSha: pull.baseSha,
    inputs: bound,
    bound,
    classified: { kind: "amendment", paths: incident.deviations.map(({ path }) => path) },
    mode: "enforce",
    ...(system === undefined ? {} : { system }),
    state: isApproved ? "approved" : "approvals",
    reason: isApproved ? "approvals-stand" : "approvals-missing",
    gates: [],
    change: renderRestoration(incident),
    scorecard: "",
    answers: earlier?.answers ?? [],
  };
}
