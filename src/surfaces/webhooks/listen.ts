import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { Probot } from "probot";
import { applyHint } from "../../flows/apply-hint.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Delivery } from "../../ports/store/inbox.ts";
import { translate } from "./translate.ts";

/** Has Probot type the events, and each of them end as a hint in the store. */
export function listenToEvents(
  probot: Probot,
  ports: Pick<Ports, "store" | "wake" | "clock">,
  appId: number,
): void {
  probot.onAny(async (event) => {
    const hint = translate(event, appId);
    if (hint !== undefined) await applyHint(ports, hint, event.id);
  });
}

/** Gives a stored delivery to Probot as if it had just come. */
export async function giveToProbot(probot: Probot, delivery: Delivery): Promise<void> {
  await probot.receive(eventOf(delivery));
}

/** The payload was signed by GitHub, which names the event; every field used is checked again. */
function eventOf(delivery: Delivery): EmitterWebhookEvent {
  const event = { id: delivery.guid, name: delivery.event, payload: JSON.parse(delivery.payload) };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return event as EmitterWebhookEvent;
}
