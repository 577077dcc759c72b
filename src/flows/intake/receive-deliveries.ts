import type { ReasonCode } from "../../core/gate/reason-code.ts";
import { type InstallationId, installationId } from "../../core/kernel/ids.ts";
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
    const known = await knownOf(tx, deliveries);
    const stored = await tx.inbox.receive(deliveries.filter((delivery) => known.has(delivery)));
    return deliveries.map((delivery) => {
      if (!known.has(delivery)) return "installation-unknown";
      return stored.has(delivery.guid) ? "passed" : "delivery-replayed";
    });
  });
}

/** Those from where the app is installed, each as things stood when it came. */
async function knownOf(
  tx: Transaction,
  deliveries: readonly Delivery[],
): Promise<ReadonlySet<Delivery>> {
  const named = deliveries.flatMap((delivery) => installationOf(delivery) ?? []);
  const installed = new Set(await tx.systems.knownInstallations([...new Set(named)]));
  const known = new Set<Delivery>();
  for (const delivery of deliveries) {
    const installation = installationOf(delivery);
    const tells = INSTALLATION_EVENTS.includes(delivery.event);
    if (installation !== undefined && tells && delivery.action !== "deleted") {
      // At once, not when the delivery is worked on: the next webhook may be a pull request from there.
      if (!installed.has(installation)) await tx.systems.rememberInstalled(installation);
      installed.add(installation);
    }
    const isKnown = installation !== undefined && (tells || installed.has(installation));
    if (isKnown || delivery.event === "ping") known.add(delivery);
  }
  return known;
}

function installationOf({ installationId: id }: Delivery): InstallationId | undefined {
  return id === undefined ? undefined : installationId(id);
}
