import type { Ports } from "../../ports/ports.ts";

/**
 * Frees what a process that was killed had in hand, so that the restart goes on at once. Only where
 * no other process shares the store; on a server the leases of the living run out by themselves.
 */
export async function resumeWork({ store, clock }: Pick<Ports, "store" | "clock">): Promise<void> {
  const now = clock.now();
  await store.transact(async (tx) => {
    await tx.work.reclaim(now);
    await tx.inbox.reclaim();
  });
}
