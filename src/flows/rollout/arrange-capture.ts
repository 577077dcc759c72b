import type { Charter } from "../../core/ir/charter.ts";
import { millisecondsOf } from "../../core/kernel/duration.ts";
import type { CaptureRule } from "../../ports/store/captures.ts";
import { loadLawfulCharter } from "../reading/lawful-charter.ts";
import type { Watching } from "../reconcile/branch-desk.ts";

/**
 * What may be kept is what the lawful charter says now, not what it said when a roll-out was born:
 * an amendment that takes something out, or switches capture off, deletes what was kept before. A
 * charter that cannot be read lets nothing be kept.
 */
export async function arrangeCapture({ ports, repository, lease }: Watching): Promise<void> {
  const known = await ports.store.transact((tx) => tx.incidents.branch(repository.id));
  const charter = known && (await loadLawfulCharter(repository, known));
  await ports.store.transact(async (tx) => {
    // Before the work row: whoever reports outcomes locks them in this order too.
    await tx.captures.arrange(repository.id, rulesOf(charter));
    await tx.captures.expire(ports.clock.now());
    await tx.work.assertHeld(lease);
  });
}

function rulesOf(charter: Charter | undefined): readonly CaptureRule[] {
  return Object.entries(charter?.systems ?? {}).flatMap(([system, { capture }]) => {
    if (capture === undefined) return [];
    const { retention, most, redact } = capture;
    return [{ system, retention: millisecondsOf(retention), most, redact }];
  });
}
