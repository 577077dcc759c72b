import type { OutgoingDelivery } from "../../../src/local/github/hooks/delivery.ts";
import { type Act, begin, perform } from "./acts.ts";
import { deliverAll, settle } from "./happy-life.ts";
import { type Picture, pictureOf } from "./picture.ts";
import { smallDesk } from "./small-desk.ts";
import type { Stand } from "./stand.ts";

/** In which order, how often and whether at all what GitHub sent arrives. */
export type Deal = (mail: readonly OutgoingDelivery[]) => readonly OutgoingDelivery[];

/**
 * What is left on GitHub when deliveries about these changes came so, once a sweep has passed. The
 * record tells of two pull requests in the order in which they were looked at, which may differ.
 */
export async function leftBy(
  stand: Stand,
  changes: readonly Act[],
  deal: Deal,
): Promise<Omit<Picture, "ledger">> {
  const site = await stand.found(await smallDesk());
  await settle(site);
  const doing = await begin(site);
  await settle(site);
  for (const change of changes) await perform(doing, change);
  site.mail.splice(0, site.mail.length, ...deal(site.mail));
  await deliverAll(site);
  await settle(site);
  await site.run((run) => run.sweep());
  await settle(site);
  const { ledger: _, ...left } = pictureOf(site);
  site.leave();
  return left;
}

/** Commands are told by their deliveries alone, so that losing one is losing what was asked. */
export function isCommand({ event, payload }: OutgoingDelivery): boolean {
  const isOnRun = event === "check_run" || event === "issue_comment";
  return isOnRun || payload["action"] === "labeled";
}
