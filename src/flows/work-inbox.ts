import { later } from "../core/kernel/instant.ts";
import type { Ports } from "../ports/ports.ts";
import type { Delivery } from "../ports/store/inbox.ts";

const LEASE = 30_000;
const RETRY_AFTER = 2_000;
const AT_ONCE = 20;

/**
 * Works through stored deliveries, oldest first. One that fails is tried again and does not keep
 * the others waiting; it counts as dealt with only once everything it hints at is written down.
 */
export async function workInbox(
  ports: Pick<Ports, "store" | "clock" | "log">,
  translate: (delivery: Delivery) => Promise<void>,
): Promise<void> {
  for (;;) {
    const now = ports.clock.now();
    const claimed = await ports.store.transact((tx) => tx.inbox.claim(now, LEASE, AT_ONCE));
    if (claimed.length === 0) return;
    for (const delivery of claimed) await workOne(ports, translate, delivery);
  }
}

async function workOne(
  ports: Pick<Ports, "store" | "clock" | "log">,
  translate: (delivery: Delivery) => Promise<void>,
  delivery: Delivery,
): Promise<void> {
  try {
    await translate(delivery);
    const at = ports.clock.now();
    await ports.store.transact((tx) => tx.inbox.complete(delivery.guid, at));
  } catch (fault) {
    const detail = fault instanceof Error ? fault.message : "unknown";
    const retryAt = later(ports.clock.now(), RETRY_AFTER);
    const next = await ports.store.transact((tx) => tx.inbox.fail(delivery.guid, detail, retryAt));
    ports.log.warn("a delivery failed", { guid: delivery.guid, event: delivery.event, next });
  }
}
