import type { Incident } from "../../core/incident/incident.ts";
import { isRestoration, restoresAll } from "../../core/incident/restoration.ts";
import { compareTrees } from "../../core/ir/compare-trees.ts";
import type { PullRequest, Repository } from "../../ports/forge.ts";
import type { Ports } from "../../ports/ports.ts";

type Proposed = {
  readonly ports: Pick<Ports, "store">;
  readonly repository: Repository;
  readonly pull: Pick<PullRequest, "baseRef" | "baseSha" | "headSha">;
};

/**
 * The open incident whose rows a pull request puts back, if it does nothing else. A promotion is
 * taken back as a whole: some of its rows alone would make up a version that nobody ever ran.
 */
export async function findRestored({
  ports,
  repository,
  pull,
}: Proposed): Promise<Incident | undefined> {
  const open = await ports.store.transact((tx) => tx.incidents.open(repository.id));
  const found = open.filter(
    ({ reason }) => reason === "changed-around" || reason === "promotion-taken-back",
  );
  if (found.length === 0 || pull.baseRef !== repository.defaultBranch) return undefined;
  const mergeBase = await repository.mergeBase(pull.baseSha, pull.headSha);
  if (!mergeBase.ok) return undefined;
  const [base, head] = [
    await repository.tree(mergeBase.value),
    await repository.tree(pull.headSha),
  ];
  const changes = compareTrees(base, head);
  return found.find(
    ({ reason, deviations }) =>
      isRestoration(changes, deviations) &&
      (reason === "changed-around" || restoresAll(head, deviations)),
  );
}
