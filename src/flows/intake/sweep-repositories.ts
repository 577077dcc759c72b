import type { PullKey } from "../../core/kernel/ids.ts";
import type { AppInstallation, AppInstallations } from "../../ports/app-installations.ts";
import type { PullRequest } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import type { Transaction } from "../../ports/store/store.ts";
import { glanceOf } from "../reading/glance-of.ts";
import { branchKey } from "../reconcile/branch-desk.ts";

type SweepPorts = Pick<Ports, "store" | "forge" | "wake" | "clock" | "log">;

type Place = {
  readonly installation: AppInstallation["installation"];
  readonly repositoryId: AppInstallation["repositories"][number];
};

/**
 * Finds what no webhook told us: installations from before this database, pull requests that were
 * opened, pushed to or closed while nobody listened, and what was pushed past them. GitHub does not
 * deliver twice by itself.
 */
export async function sweepRepositories(
  ports: SweepPorts,
  installations: AppInstallations,
): Promise<void> {
  // Also of repositories that nobody looks at any more.
  await ports.store.transact((tx) => tx.captures.expire(ports.clock.now()));
  for (const { installation, repositories } of await installations.all()) {
    await ports.store.transact((tx) => tx.systems.rememberInstalled(installation));
    for (const repositoryId of repositories) {
      await sweepOne(ports, { installation, repositoryId }).catch((fault: unknown) => {
        const detail = fault instanceof Error ? fault.message : String(fault);
        ports.log.warn("a repository could not be swept", { repositoryId, detail });
      });
    }
  }
}

async function sweepOne(ports: SweepPorts, place: Place): Promise<void> {
  const repository = await ports.forge.repository(place.installation, place.repositoryId);
  const open = await repository.openPulls();
  const now = ports.clock.now();
  const marked = await ports.store.transact(async (tx) => {
    await tx.systems.rememberInstallation(place.repositoryId, place.installation);
    const unsorted = await unseen(tx, place, open);
    // In the order in which everybody marks them, so that two never wait for each other.
    const keys = [...unsorted, branchKey(place.repositoryId)].toSorted(
      (one, two) => one.pull - two.pull,
    );
    for (const key of keys) await tx.work.mark(key, place.installation, now);
    return keys;
  });
  for (const key of marked) await ports.wake.ring(key);
}

async function unseen(
  tx: Transaction,
  { repositoryId }: Place,
  open: readonly PullRequest[],
): Promise<readonly PullKey[]> {
  const keys: PullKey[] = [];
  for (const pull of open) {
    const key = { repositoryId, pull: pull.number };
    if (isOutdated(await tx.pulls.load(key), pull)) keys.push(key);
  }
  const numbers = new Set(open.map((pull) => pull.number));
  const believed = await tx.pulls.openIn(repositoryId);
  return [...keys, ...believed.filter((key) => !numbers.has(key.pull))];
}

/**
 * By all that a list shows: a draft, a retargeted base and a rewritten objective end a decision too.
 * Approvals leave no trace on the pull request itself, so what waits for them is always looked at.
 */
function isOutdated(record: PullRecord | undefined, pull: PullRequest): boolean {
  return (
    record === undefined ||
    record.inputs !== glanceOf(pull) ||
    record.reason === "approvals-missing"
  );
}
