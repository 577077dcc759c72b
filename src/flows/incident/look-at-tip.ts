import type { Deviation } from "../../core/incident/deviations.ts";
import { guardOf } from "../../core/incident/guarded-paths.ts";
import {
  covers,
  type Incident,
  type IncidentEnd,
  incidentName,
  namesOf,
  touchesGovernance,
} from "../../core/incident/incident.ts";
import { honoured, isSameRow } from "../../core/incident/licence.ts";
import { type Charter, CHARTER_PATH } from "../../core/ir/charter.ts";
import type { Tree } from "../../core/ir/snapshot.ts";
import type { PullKey, Sha } from "../../core/kernel/ids.ts";
import { draftOf } from "../../core/ledger/drafts.ts";
import type { WatchedBranch } from "../../ports/store/incidents.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { Watching } from "../reconcile/branch-desk.ts";
import { type Judged, judgeTip } from "./judge-tip.ts";
import { loadLawfulCharter, readCharter } from "../reading/lawful-charter.ts";
import { type MetVersion, registerMet } from "../rollout/register-versions.ts";
import { watches } from "./look-at-deployments.ts";
import { endIncident, incidentDraft, openIncident } from "./open-incident.ts";
import { versionsOnBranch } from "./versions-on-branch.ts";

type Look = {
  readonly tip: Sha;
  readonly tree: Tree;
  readonly known: WatchedBranch;
  readonly charter: Charter;
  /** Approvals whose merge was known before the tip was read: the tip holds them, or nothing will. */
  readonly merged: readonly PullKey[];
};

/** Compares the default branch with what is lawful there. `again` when it moved meanwhile. */
export async function lookAtTip(watching: Watching): Promise<"again" | "seen"> {
  const { ports, repository } = watching;
  const before = await ports.store.transact((tx) => recall(tx, watching));
  const tip = await repository.branchTip(repository.defaultBranch);
  if (tip === undefined) return "seen";
  const { known, merged } = before;
  if (hasNothingNew(before, tip)) return "seen";
  const tree = await repository.tree(tip);
  const charter = known && (await loadLawfulCharter(repository, known));
  if (known === undefined || charter === undefined) {
    await adoptBase(watching, { tip, tree });
    return "seen";
  }
  const judged = await judge(watching, { tip, tree, known, charter, merged });
  // A promotion may have merged between the two reads: then the tip that was judged is history.
  const isStill = (await repository.branchTip(repository.defaultBranch)) === tip;
  if (judged.deviations.length > 0 && !isStill) return "again";
  const look = { tip, tree, known, charter, merged };
  const versions = await versionsSince(watching, look, judged);
  return ports.store.transact((tx) => settle(tx, watching, { look, judged, versions }));
}

/** By the charter that is lawful after this look: it may be a newer one than the look began with. */
async function versionsSince(
  { repository }: Watching,
  { tip, tree, known, charter }: Look,
  { rows }: Judged,
): Promise<readonly MetVersion[]> {
  const lawful: Tree = new Map(known.rows.map((entry) => [entry.path, entry]));
  const next = (await readCharter(repository, rows.get(CHARTER_PATH))) ?? charter;
  return versionsOnBranch(repository, { charter: next, tip, tree, lawful });
}

/** What was judged stands until the branch moves, or while nothing hangs on looking again. */
function hasNothingNew({ known, isOpen, merged }: Recalled, tip: Sha): boolean {
  return known?.tip === tip && !isOpen && merged.length === 0;
}

type Recalled = {
  readonly known: WatchedBranch | undefined;
  readonly isOpen: boolean;
  readonly merged: readonly PullKey[];
};

async function recall(tx: Transaction, { repository }: Watching): Promise<Recalled> {
  const merged: PullKey[] = [];
  for (const { key } of await tx.incidents.licences(repository.id)) {
    if ((await tx.pulls.load(key))?.state === "merged") merged.push(key);
  }
  const open = await tx.incidents.open(repository.id);
  return {
    known: await tx.incidents.branch(repository.id),
    isOpen: open.some(isOnBranch),
    merged,
  };
}

function isOnBranch({ reason }: Incident): boolean {
  return reason === "changed-around";
}

async function judge(watching: Watching, look: Look): Promise<Judged> {
  const { ports, repository } = watching;
  const licences = await ports.store.transact((tx) => tx.incidents.licences(repository.id));
  const lawful: Tree = new Map(look.known.rows.map((entry) => [entry.path, entry]));
  return judgeTip(watching, {
    lawful,
    tip: look.tree,
    licences: honoured(licences, lawful.get(CHARTER_PATH)?.sha),
    charter: look.charter,
    commit: look.tip,
  });
}

/**
 * What the app finds when it first looks, or with the first charter, is what it guards from then on:
 * nothing was governed before. The record says which commit that was.
 */
async function adoptBase(
  { ports, repository, lease }: Watching,
  { tip, tree }: { readonly tip: Sha; readonly tree: Tree },
): Promise<void> {
  const charter = await readCharter(repository, tree.get(CHARTER_PATH));
  const guard = charter === undefined ? undefined : guardOf(charter);
  const rows = [...tree.values()].filter((entry) => guard?.(entry) !== undefined);
  const { newest } = await repository.deploymentsAfter(0, []);
  const versions =
    charter === undefined ? [] : await versionsOnBranch(repository, { charter, tip, tree });
  const now = ports.clock.now();
  await ports.store.transact(async (tx) => {
    await tx.work.assertHeld(lease);
    const branch = { repositoryId: repository.id, tip, lawfulCommit: tip, rows };
    await tx.incidents.saveBranch({ ...branch, deployment: newest });
    if (charter === undefined) return;
    await registerMet(tx, { repositoryId: repository.id, at: now }, versions);
    const subject = { repository_id: repository.id, head_sha: tip };
    const body = { decision: "base-adopted", reason_code: "passed", rows: rows.length };
    await tx.ledger.append(draftOf("decision", { at: now, subject }, body));
  });
}

type Settling = {
  readonly look: Look;
  readonly judged: Judged;
  readonly versions: readonly MetVersion[];
};

async function settle(
  tx: Transaction,
  watching: Watching,
  settling: Settling,
): Promise<"again" | "seen"> {
  const { look, judged, versions } = settling;
  const { repository, lease, ports } = watching;
  await tx.work.assertHeld(lease);
  const known = await tx.incidents.branch(repository.id);
  // A steward lifted something since: what is lawful is no longer what this was judged by.
  if (known === undefined || isChanged(known, look.known)) return "again";
  for (const key of look.merged) await tx.incidents.withdraw(key);
  await registerMet(tx, { repositoryId: repository.id, at: ports.clock.now() }, versions);
  const { deviations } = judged;
  const isLawful = deviations.length === 0 || watches(look.charter);
  await tx.incidents.saveBranch({
    ...known,
    tip: look.tip,
    lawfulCommit: isLawful ? look.tip : known.lawfulCommit,
    rows: isLawful ? guardedRows(look, judged) : [...judged.rows.values()],
  });
  await (isLawful ? endAll : begin)(tx, watching, settling);
  return "seen";
}

/** Nothing is wrong any more; or the charter only watches, and what is wrong is noted once. */
async function endAll(tx: Transaction, watching: Watching, settling: Settling): Promise<void> {
  const { look, judged } = settling;
  const now = watching.ports.clock.now();
  if (judged.deviations.length > 0) {
    await tx.ledger.append(watchedDraft(incidentAt(watching, settling)));
  }
  for (const one of await openOnBranch(tx, watching)) {
    await endIncident(tx, one, { ended: endOf(one, look.tree), now });
  }
}

/** Says what deviates, unless an open incident says it already. */
async function begin(tx: Transaction, watching: Watching, settling: Settling): Promise<void> {
  const open = await openOnBranch(tx, watching);
  if (open.some((one) => covers(one, settling.judged.deviations))) return;
  await openIncident(tx, watching.repository, incidentAt(watching, settling));
  const now = watching.ports.clock.now();
  for (const one of open) await endIncident(tx, one, { ended: "incident-superseded", now });
}

async function openOnBranch(
  tx: Transaction,
  { repository }: Watching,
): Promise<readonly Incident[]> {
  return (await tx.incidents.open(repository.id)).filter(isOnBranch);
}

function isChanged(left: WatchedBranch, right: WatchedBranch): boolean {
  const rows = new Map(right.rows.map((entry) => [entry.path, entry]));
  if (left.rows.length !== right.rows.length) return true;
  return left.rows.some((entry) => !isSameRow(entry, rows.get(entry.path)));
}

/** Where the charter only watches, what deviates is noted once and taken as it is. */
function guardedRows({ tree }: Look, { rows, deviations }: Judged): WatchedBranch["rows"] {
  const deviating = new Set(deviations.map(({ path }) => path));
  const found = deviations.flatMap(({ path }) => tree.get(path) ?? []);
  return [...[...rows.values()].filter(({ path }) => !deviating.has(path)), ...found];
}

function watchedDraft(incident: Incident): ReturnType<typeof incidentDraft> {
  const draft = incidentDraft(incident, incident.openedAt);
  return { ...draft, body: { ...draft.body, state: "watched", freezes: [] } };
}

function endOf({ deviations }: Incident, tree: Tree): IncidentEnd {
  const isBack = ({ path, lawful }: Deviation): boolean => isSameRow(lawful, tree.get(path));
  return deviations.every(isBack) ? "incident-reverted" : "incident-adopted";
}

function incidentAt(
  { repository, ports }: Watching,
  { look, judged: { deviations } }: Settling,
): Incident {
  const now = ports.clock.now();
  const what = namesOf(deviations);
  return {
    id: incidentName({ repositoryId: repository.id, sha: look.tip, what }),
    repositoryId: repository.id,
    reason: "changed-around",
    freezes: touchesGovernance({ deviations })
      ? "repository"
      : [...new Set(deviations.flatMap(({ system }) => system ?? []))],
    freezesFrom: now,
    openedAt: now,
    from: look.known.lawfulCommit,
    sha: look.tip,
    deviations,
  };
}
