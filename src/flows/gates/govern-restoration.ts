import type { Effect } from "../../core/decision/effect.ts";
import type { Incident } from "../../core/incident/incident.ts";
import type { Charter } from "../../core/ir/charter.ts";
import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { digestOfJson } from "../../core/kernel/digest.ts";
import { draftOf } from "../../core/ledger/drafts.ts";
import { renderRestoration, renderRevert } from "../../core/prose/incidents.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import { conclude } from "../reconcile/conclude.ts";
import type { Governed } from "./governing.ts";
import { findRestored } from "../incident/find-restored.ts";
import { loadLawfulCharter } from "../reading/lawful-charter.ts";
import { standingApprovals } from "../reading/load-approvals.ts";
import { planPresence } from "../reconcile/plan-presence.ts";
import { type Reconciling, subjectOf } from "../reconcile/reconciling.ts";
import { voidRollout } from "../rollout/void-rollout.ts";

/**
 * A pull request that only puts back what changed around the app, or what production runs again, by
 * whomever. What it brings was lawful before, so it needs no evidence. One steward looks whether it
 * is wanted now, where production does not run it already.
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
  // What production ran before has shown itself; what stood on the branch alone has not.
  const needed = incident.reason === "promotion-taken-back" ? 0 : 1;
  const approvals = await standingApprovals(reconciling, { eligible, needed });
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
      effects: [...planPresence(record), ...planMerge(record, { incident, charter })],
    }),
  );
  return {};
}

/** The app merges by itself what it promotes by itself, and only what production runs already. */
function planMerge(
  { key, headSha, system }: PullRecord,
  { incident, charter }: { readonly incident: Incident; readonly charter: Charter },
): readonly Effect[] {
  const isAutomatic = charter.systems[system ?? ""]?.rollout.advance === "automatic";
  if (!isAutomatic || incident.reason !== "promotion-taken-back") return [];
  return [
    {
      kind: "merge",
      slot: `incident/${incident.id}/merge`,
      pull: key.pull,
      sha: headSha,
      title: renderRevert(incident, []).title,
    },
  ];
}

function standingReason({ reason }: Incident): ReasonCode {
  return reason === "promotion-taken-back" ? "restores-production" : "approvals-stand";
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
    restores: incident.id,
    state: isApproved ? "approved" : "approvals",
    reason: isApproved ? standingReason(incident) : "approvals-missing",
    gates: [],
    change: renderRestoration(incident),
    scorecard: "",
    answers: earlier?.answers ?? [],
  };
}
