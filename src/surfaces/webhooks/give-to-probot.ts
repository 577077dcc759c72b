import type { EmitterWebhookEvent } from "@octokit/webhooks";
import type { Probot } from "probot";
import type { Delivery } from "../../ports/store/inbox.ts";

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
