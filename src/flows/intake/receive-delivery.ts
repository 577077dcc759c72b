import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { installationId } from "../../core/kernel/ids.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Delivery } from "../../ports/store/inbox.ts";
import type { Transaction } from "../../ports/store/store.ts";

export type Received = Extract<ReasonCode, "passed" | "delivery-replayed" | "installation-unknown">;

/** Tell that the app was installed or removed, and are therefore taken from anywhere. */
const INSTALLATION_EVENTS = ["installation", "installation_repositories"];

/**
 * Keeps a delivery whose signature holds. It is answered only when it is stored, so that an
 * accepted delivery survives whatever happens next.
 */
export function receiveDelivery(
  { store }: Pick<Ports, "store">,
  delivery: Delivery,
): Promise<Received> {
  return store.transact(async (tx) => {
    if (!(await isKnown(tx, delivery))) return "installation-unknown";
    const received = await tx.inbox.receive(delivery);
    return received === "stored" ? "passed" : "delivery-replayed";
  });
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
