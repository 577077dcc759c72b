import type { PullNumber, RepositoryId } from "../../core/kernel/ids.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import type { CanaryHolder } from "../../ports/store/systems.ts";
import type { Transaction } from "../../ports/store/store.ts";

/** Who has a system, and whose accepted mutations wait for it, by the time of their acceptance. */
export type Line = {
  readonly holder: CanaryHolder | undefined;
  readonly waiting: readonly PullNumber[];
};

/** Nobody is called: who waits is told the place, and asks again when the holder lets go. */
export async function lineFor(
  tx: Transaction,
  repositoryId: RepositoryId,
  system: string,
): Promise<Line> {
  const holder = await tx.systems.canaryHolder(repositoryId, system);
  const waiting: Rollout[] = [];
  for (const key of await tx.pulls.openIn(repositoryId)) {
    const record = await tx.pulls.load(key);
    const rollout = record?.system === system ? await tx.rollouts.ofPull(key) : undefined;
    if (rollout?.state === "accepted" && rollout.id === record?.rolloutId) waiting.push(rollout);
  }
  const inOrder = waiting.toSorted(
    (one, other) => one.enteredAt - other.enteredAt || one.pull - other.pull,
  );
  return { holder, waiting: inOrder.map(({ pull }) => pull) };
}
