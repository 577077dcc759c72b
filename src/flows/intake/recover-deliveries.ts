import type { Instant } from "../../core/kernel/instant.ts";
import type { AppDeliveries, FailedAttempt } from "../../ports/app-deliveries.ts";
import type { Ports } from "../../ports/ports.ts";

type RecoverPorts = Pick<Ports, "store" | "log">;

/** One that fails as often is refused for a reason, and not lost. */
const MOST_ATTEMPTS = 4;

/** Each takes a request; what is left over comes with the next look. */
const MOST_AT_ONCE = 100;

/**
 * Has GitHub deliver again what it could not hand over since then, because nobody listened. A pull
 * request can be looked at, and the sweep does; a command was said once, and stands in its delivery
 * and nowhere else. False while there is more to ask for: the next look has to begin as early. GitHub's
 * refusal is no fault of whoever sweeps, which would begin all over again.
 */
export async function recoverDeliveries(
  ports: RecoverPorts,
  deliveries: AppDeliveries,
  since: Instant,
): Promise<boolean> {
  try {
    return await askAgain(ports, deliveries, since);
  } catch (fault) {
    const detail = fault instanceof Error ? fault.message : String(fault);
    ports.log.warn("lost deliveries could not be asked for", { detail });
    return false;
  }
}

async function askAgain(
  { store, log }: RecoverPorts,
  deliveries: AppDeliveries,
  since: Instant,
): Promise<boolean> {
  const failed = await deliveries.failed(since);
  const known = await store.transact((tx) => tx.inbox.known(failed.map(({ guid }) => guid)));
  const lost = newestOf(failed).filter(({ guid }) => !known.has(guid));
  let refused = 0;
  // Oldest first, as they were said; one that GitHub refuses to repeat keeps no other waiting.
  for (const { id, guid } of lost.toReversed().slice(0, MOST_AT_ONCE)) {
    const [asked] = await Promise.allSettled([deliveries.redeliver(id)]);
    if (asked.status === "rejected") refused += 1;
    log.info("a lost delivery is asked for again", { delivery: guid, outcome: asked.status });
  }
  return refused === 0 && lost.length <= MOST_AT_ONCE;
}

/** The newest attempt of each delivery, newest first, without those that failed too often. */
function newestOf(failed: readonly FailedAttempt[]): readonly FailedAttempt[] {
  const attempts = new Map<string, readonly FailedAttempt[]>();
  for (const one of failed) attempts.set(one.guid, [...(attempts.get(one.guid) ?? []), one]);
  return [...attempts.values()].flatMap((ofOne) =>
    ofOne.length < MOST_ATTEMPTS ? ofOne.slice(0, 1) : [],
  );
}
