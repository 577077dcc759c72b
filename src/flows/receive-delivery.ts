import { installationId } from "../core/kernel/ids.ts";
import type { Ports } from "../ports/ports.ts";
import type { Delivery } from "../ports/store/inbox.ts";

export type Received = "stored" | "replayed" | "installation-unknown";

/**
 * Stores a webhook before it is answered. One from an installation we were never told of is
 * refused; the installation's own events are what tells us, and are believed at once, because the
 * first events about its repositories follow on their heels.
 */
export async function receiveDelivery(
  ports: Pick<Ports, "store">,
  delivery: Delivery,
): Promise<Received> {
  const { installationId: number, event } = delivery;
  return ports.store.transact(async (tx) => {
    if (number !== undefined) {
      const installation = installationId(number);
      if (event === "installation" || event === "installation_repositories") {
        if (delivery.action !== "deleted") await tx.systems.rememberInstalled(installation);
      } else if (!(await tx.systems.knowsInstallation(installation))) {
        return "installation-unknown";
      }
    }
    return tx.inbox.receive(delivery);
  });
}
