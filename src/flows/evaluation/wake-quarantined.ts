import { type AtHand, continues, hasNews } from "../../core/decision/continues.ts";
import { digestOf } from "../../core/kernel/digest.ts";
import type { Ports } from "../../ports/ports.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";

type WakePorts = Pick<Ports, "store" | "sealedSuites" | "wake" | "clock">;

/**
 * Takes up quarantined changes again for which there is new evidence: no webhook tells that another
 * change was accepted, or that somebody laid items into the sealed directory. Reads the store and
 * that directory, asks GitHub nothing, and writes nothing where there is no news.
 */
export async function wakeQuarantined(ports: WakePorts): Promise<void> {
  for (const record of await ports.store.transact((tx) => tx.pulls.quarantined())) {
    if (await hasNewEvidence(ports, record)) await wake(ports, record);
  }
}

async function wake({ store, wake: bell, clock }: WakePorts, { key }: PullRecord): Promise<void> {
  const now = clock.now();
  const isMarked = await store.transact(async (tx) => {
    const installation = await tx.systems.installationOf(key.repositoryId);
    if (installation !== undefined) await tx.work.mark(key, installation, now);
    return installation !== undefined;
  });
  if (isMarked) await bell.ring(key);
}

/** Whether a record's decision could be another one by now, though nothing in git has changed. */
export async function hasNewEvidence(
  ports: Pick<Ports, "store" | "sealedSuites">,
  { state, decision, awaits }: PullRecord,
): Promise<boolean> {
  if (state !== "quarantined" || decision === undefined || awaits === undefined) return false;
  if (!continues(decision)) return false;
  const { repositoryId, system, systemBefore: before, systemAfter: after } = decision.binding;
  const pair = { repositoryId, system, before, after };
  const { epoch, accepts } = await ports.store.transact((tx) => tx.evidence.epoch(pair));
  const bytes = await ports.sealedSuites.load(awaits.ref);
  const now: AtHand = { epoch, accepts, ...(bytes && { sealed: digestOf(bytes) }) };
  return hasNews(decision, awaits.epoch, now);
}
