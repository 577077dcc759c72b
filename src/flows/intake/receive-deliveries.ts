import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { installationId } from "../../core/kernel/ids.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Delivery } from "../../ports/store/inbox.ts";
import type { Transaction } from "../../ports/store/store.ts";

export type Received = Extract<ReasonCode, "passed" | "delivery-replayed" | "installation-unknown">;

/** Tell that the app was installed or removed, and are therefore taken from anywhere. */
const INSTALLATION_EVENTS = ["installation", "installation_repositories"];

/**
 * Keeps deliveries whose signatures hold, and that came together, in one transaction. They are
 * answered only when they are stored, so that an accepted delivery survives whatever happens next.
 * One that cannot be stored takes no other with it: it fails alone, in a second try.
 */
export async function receiveDeliveries(
  ports: Pick<Ports, "store">,
  deliveries: readonly Delivery[],
): Promise<readonly PromiseSettledResult<Received>[]> {
  const [together] = await Promise.allSettled([storeAll(ports, deliveries)]);
  if (together.status === "fulfilled") {
    return together.value.map((value) => ({ status: "fulfilled", value }));
  }
  if (deliveries.length === 1) return [together];
  const alone: PromiseSettledResult<Received>[] = [];
  for (const delivery of deliveries) alone.push(...(await receiveDeliveries(ports, [delivery])));
  return alone;
}

function storeAll(
  { store }: Pick<Ports, "store">,
  deliveries: readonly Delivery[],
): Promise<readonly Received[]> {
  return store.transact(async (tx) => {
    const received: Received[] = [];
    for (const delivery of deliveries) received.push(await storeOne(tx, delivery));
    return received;
  });
}

async function storeOne(tx: Transaction, delivery: Delivery): Promise<Received> {
  if (!(await isKnown(tx, delivery))) return "installation-unknown";
  const received = await tx.inbox.receive(delivery);
  return received === "stored" ? "passed" : "delivery-replayed";
}

async function isKnown(tx: Transaction, delivery: Delivery): Promise<boolean> {
  if (delivery.event === "ping") return true;
  if (delivery.installationId === undefined) return false;
  const installation = installationId(delivery.installationId);
  if (!INSTALLATION_EVENTS.includes(delivery.event)) {
    return tx.systems.knowsInstallation(installation);
  }
  // At once, not when the delivery is worked on: the next webhook may be a pull request from there.
  if (delivery.action !== "deleted") await tx.systems.rememberInstalled(installation);
  return true;
}
