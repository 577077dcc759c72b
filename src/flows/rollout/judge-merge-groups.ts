import { freezing } from "../../core/incident/freezing.ts";
import type { Incident } from "../../core/incident/incident.ts";
import { honoured, isSameRow } from "../../core/incident/licence.ts";
import { type Charter, CHARTER_PATH } from "../../core/ir/charter.ts";
import type { Tree } from "../../core/ir/snapshot.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { draftOf } from "../../core/ledger/drafts.ts";
import type { GroupVerdict } from "../../core/prose/merge-groups.ts";
import { groupReason, renderGroup } from "../../core/prose/merge-groups.ts";
import { RELEASE_CHECK } from "../../core/prose/checks.ts";
import type { MergeGroup } from "../../ports/forge.ts";
import type { WatchedBranch } from "../../ports/store/incidents.ts";
import { judgeTip } from "../incident/judge-tip.ts";
import { versionsOnBranch } from "../incident/versions-on-branch.ts";
import { loadLawfulCharter } from "../reading/lawful-charter.ts";
import { branchKey, type Watching } from "../reconcile/branch-desk.ts";
import type { MetVersion } from "./register-versions.ts";

type Judging = {
  readonly known: WatchedBranch;
  readonly charter: Charter;
  readonly incidents: readonly Incident[];
};

type Told = {
  readonly group: MergeGroup;
  readonly verdict: GroupVerdict;
  readonly mode: Charter["mode"];
};

/**
 * Tells the merge queue of the default branch which of its groups may be merged. Each is judged
 * whole, as the tree that it would make of the branch: heads that are lawful alone may make one
 * together that nobody decided on, and GitHub asks about nothing else.
 */
export async function judgeMergeGroups(watching: Watching): Promise<void> {
  const { ports, repository } = watching;
  const groups = await repository.mergeGroups(repository.defaultBranch);
  if (groups.length === 0) return;
  const { known, incidents } = await ports.store.transact(async (tx) => ({
    known: await tx.incidents.branch(repository.id),
    incidents: await tx.incidents.open(repository.id),
  }));
  const charter = known && (await loadLawfulCharter(repository, known));
  if (known === undefined || charter === undefined) return;
  for (const group of groups) await look(watching, group, { known, charter, incidents });
}

/** What was let through may have been frozen since, and not be merged yet. */
async function look(watching: Watching, group: MergeGroup, judging: Judging): Promise<void> {
  const { ports, repository } = watching;
  const { incidents, charter } = judging;
  const told = await ports.store.transact(async (tx) => ({
    release: await tx.outbox.githubIdOf(repository.id, slotOf(group.sha, "release")),
    freeze: await tx.outbox.githubIdOf(repository.id, slotOf(group.sha, "freeze")),
  }));
  const isSettled = told.release !== undefined && incidents.length === 0;
  if (isSettled || told.freeze !== undefined) return;
  const verdict = await judge(watching, group.sha, judging);
  const isNews = told.release === undefined || verdict.frozen.length > 0;
  if (isNews) await tell(watching, { group, verdict, mode: charter.mode });
}

async function tell(watching: Watching, { group, verdict, mode }: Told): Promise<void> {
  const { ports, repository, lease } = watching;
  const { sha, pull } = group;
  const reason = groupReason(verdict);
  const isLawful = reason === "passed";
  await ports.store.transact(async (tx) => {
    await tx.work.assertHeld(lease);
    const about = {
      at: ports.clock.now(),
      subject: { repository_id: repository.id, head_sha: sha },
    };
    const paths = verdict.deviations.map(({ path }) => path);
    const body = {
      decision: "merge-group",
      reason_code: reason,
      rows: paths.length,
      ...(pull === undefined ? {} : { pull }),
    };
    const entry = await tx.ledger.append(draftOf("decision", about, body));
    await tx.outbox.plan(
      branchKey(repository.id),
      {
        kind: "publish-check",
        // A newer run of one name is the one that counts, so a freeze takes back what was said.
        slot: slotOf(sha, reason === "incident-open" ? "freeze" : "release"),
        sha,
        name: RELEASE_CHECK,
        conclusion: isLawful ? "success" : mode === "monitor" ? "neutral" : "failure",
        actions: [],
        ...renderGroup(verdict),
      },
      entry.seq,
    );
  });
}

/**
 * Lawful is what may stand on the branch. A charter that changes in the same group as an agent is
 * not: the agent was decided on under the charter before, and the queue can take them in turn.
 */
async function judge(
  watching: Watching,
  group: Sha,
  { known, charter, incidents }: Judging,
): Promise<GroupVerdict> {
  const { ports, repository } = watching;
  const lawful: Tree = new Map(known.rows.map((entry) => [entry.path, entry]));
  const tip = await repository.tree(group);
  const licences = await ports.store.transact((tx) => tx.incidents.licences(repository.id));
  const { deviations } = await judgeTip(watching, {
    lawful,
    tip,
    licences: honoured(licences, lawful.get(CHARTER_PATH)?.sha),
    charter,
    commit: group,
  });
  const isCharterNew = !isSameRow(lawful.get(CHARTER_PATH), tip.get(CHARTER_PATH));
  if (!isCharterNew && incidents.length === 0) return { deviations, mixed: [], frozen: [] };
  const changed = await changedVersions(watching, group, { charter, lawful, tip });
  return {
    deviations,
    mixed: isCharterNew ? changed.map(({ system }) => system) : [],
    frozen: await frozenAmong(watching, changed, incidents),
  };
}

/** What an incident keeps from advancing may still go back to what production runs. */
async function frozenAmong(
  { ports, repository }: Watching,
  changed: readonly MetVersion[],
  incidents: readonly Incident[],
): Promise<readonly string[]> {
  const now = ports.clock.now();
  const frozen: string[] = [];
  for (const { system, version } of changed) {
    if (freezing(incidents, system, now).length === 0) continue;
    const pointer = await ports.store.transact((tx) => tx.systems.pointer(repository.id, system));
    if (pointer?.version !== version.digest) frozen.push(system);
  }
  return frozen;
}

async function changedVersions(
  { repository }: Watching,
  group: Sha,
  { charter, lawful, tip: tree }: { charter: Charter; lawful: Tree; tip: Tree },
): Promise<readonly MetVersion[]> {
  const versions = await versionsOnBranch(repository, { charter, tip: group, tree, lawful });
  return versions.filter(({ parent }) => parent !== undefined);
}

function slotOf(group: Sha, said: "release" | "freeze"): string {
  return `group/${group}/${said}`;
}
