import { later } from "../../core/kernel/instant.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Delivery } from "../../ports/store/inbox.ts";

/** Longer than any delivery takes; what a dead worker had claimed is free again after it. */
const LEASE = 60_000;

const AT_ONCE = 20;

const SHORTEST_PAUSE = 2_000;
const LONGEST_PAUSE = 600_000;

type InboxPorts = Pick<Ports, "store" | "clock" | "log">;

/**
 * Hands the waiting deliveries on, oldest first, until none is due. Whoever receives one completes
 * it in the transaction of what it led to; one that throws is tried again.
 */
export async function workInbox(
  ports: InboxPorts,
  receive: (delivery: Delivery) => Promise<void>,
): Promise<void> {
  for (;;) {
    const now = ports.clock.now();
    const claimed = await ports.store.transact((tx) => tx.inbox.claim(now, LEASE, AT_ONCE));
    for (const delivery of claimed) await receiveOne(ports, receive, delivery);
    // What came meanwhile rings by itself.
    if (claimed.length < AT_ONCE) return;
  }
}

async function receiveOne(
  ports: InboxPorts,
  receive: (delivery: Delivery) => Promise<void>,
  delivery: Delivery,
): Promise<void> {
  try {
    await receive(delivery);
  } catch (fault) {
    const detail = fault instanceof Error ? fault.message : String(fault);
    const { guid, event } = delivery;
    const now = ports.clock.now();
    // As long again as it has waited already: quick after a blip, slow during an outage.
    const waited = now - delivery.receivedAt;
    const pause = Math.min(Math.max(waited, SHORTEST_PAUSE), LONGEST_PAUSE);
    const ending = await ports.store.transact((tx) =>
      tx.inbox.fail(guid, detail, later(now, pause)),
    );
    ports.log.warn("a delivery failed", { guid, event, ending, detail });
  }
}
