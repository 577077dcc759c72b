import { honoured, isSameRow } from "../../core/incident/licence.ts";
import { type Charter, CHARTER_PATH } from "../../core/ir/charter.ts";
import type { Tree } from "../../core/ir/snapshot.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { draftOf } from "../../core/ledger/drafts.ts";
import type { GroupVerdict } from "../../core/prose/merge-groups.ts";
import { groupReason, renderGroup } from "../../core/prose/merge-groups.ts";
import { RELEASE_CHECK } from "../../core/prose/checks.ts";
import type { WatchedBranch } from "../../ports/store/incidents.ts";
import { judgeTip } from "../incident/judge-tip.ts";
import { versionsOnBranch } from "../incident/versions-on-branch.ts";
import { loadLawfulCharter } from "../reading/lawful-charter.ts";
import { branchKey, type Watching } from "../reconcile/branch-desk.ts";

type Judging = { readonly known: WatchedBranch; readonly charter: Charter };

/**
 * Tells the merge queue of the default branch which of its groups may be merged. Each is judged
 * whole, as the tree that it would make of the branch: heads that are lawful alone may make one
 * together that nobody decided on, and GitHub asks about nothing else.
 */
export async function judgeMergeGroups(watching: Watching): Promise<void> {
  const { ports, repository } = watching;
  const groups = await repository.mergeGroups(repository.defaultBranch);
  if (groups.length === 0) return;
  const known = await ports.store.transact((tx) => tx.incidents.branch(repository.id));
  const charter = known && (await loadLawfulCharter(repository, known));
  if (known === undefined || charter === undefined) return;
  for (const group of groups) {
    const told = await ports.store.transact((tx) =>
      tx.outbox.githubIdOf(repository.id, slotOf(group)),
    );
    if (told === undefined) await tell(watching, group, { known, charter });
  }
}

async function tell(watching: Watching, group: Sha, judging: Judging): Promise<void> {
  const { ports, repository, lease } = watching;
  const verdict = await judge(watching, group, judging);
  const reason = groupReason(verdict);
  const { mode } = judging.charter;
  const isLawful = reason === "passed";
  await ports.store.transact(async (tx) => {
    await tx.work.assertHeld(lease);
    const about = {
      at: ports.clock.now(),
      subject: { repository_id: repository.id, head_sha: group },
    };
    const paths = verdict.deviations.map(({ path }) => path);
    const body = { decision: "merge-group", reason_code: reason, rows: paths.length };
    const entry = await tx.ledger.append(draftOf("decision", about, body));
    await tx.outbox.plan(
      branchKey(repository.id),
      {
        kind: "publish-check",
        slot: slotOf(group),
        sha: group,
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
  { known, charter }: Judging,
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
  const changed = isCharterNew
    ? await changedSystems(watching, group, { charter, lawful, tip })
    : [];
  return { deviations, mixed: changed };
}

async function changedSystems(
  { repository }: Watching,
  group: Sha,
  { charter, lawful, tip: tree }: { charter: Charter; lawful: Tree; tip: Tree },
): Promise<readonly string[]> {
  const versions = await versionsOnBranch(repository, { charter, tip: group, tree, lawful });
  return versions.filter(({ parent }) => parent !== undefined).map(({ system }) => system);
}

function slotOf(group: Sha): string {
  return `group/${group}/release`;
}
