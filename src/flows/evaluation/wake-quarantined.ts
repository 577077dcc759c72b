import { type AtHand, continues, hasNews } from "../../core/decision/continues.ts";
import { sealedName } from "../../core/custody/parse-seal.ts";
import type { Decision } from "../../core/decision/decision.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { Ports } from "../../ports/ports.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";

type NewsPorts = Pick<Ports, "store" | "sealedSuites" | "sealedRepositories">;
type WakePorts = NewsPorts & Pick<Ports, "wake" | "clock">;

/**
 * Takes up quarantined changes again for which there is new evidence: no webhook tells that another
 * change was accepted, or that somebody laid items into the sealed directory or repository. Asks GitHub
 * of the latter alone, every few minutes, and writes nothing where there is no news.
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
  ports: NewsPorts,
  { state, decision, awaits }: PullRecord,
): Promise<boolean> {
  if (state !== "quarantined" || decision === undefined || awaits === undefined) return false;
  if (!continues(decision)) return false;
  const { repositoryId, system, systemBefore: before, systemAfter: after } = decision.binding;
  const pair = { repositoryId, system, before, after };
  const { epoch, accepts } = await ports.store.transact((tx) => tx.evidence.epoch(pair));
  const sealed = await sealedNow(ports, decision.binding, awaits);
  const now: AtHand = { epoch, accepts, ...(sealed && { sealed }) };
  return hasNews(decision, awaits.epoch, now);
}

/** What the suite is called now that the decision would rest on; its old name where that still holds. */
async function sealedNow(
  { store, sealedSuites, sealedRepositories }: NewsPorts,
  { repositoryId: governed, suites }: Decision["binding"],
  { ref, repository }: NonNullable<PullRecord["awaits"]>,
): Promise<Digest | undefined> {
  const known = suites["sealed"];
  if (repository === undefined) {
    const [suite, seal] = await Promise.all([sealedSuites.load(ref), sealedSuites.loadSeal?.(ref)]);
    return sealedName({ suite, seal }, known);
  }
  const installation = await store.transact((tx) => tx.systems.installationOf(governed));
  if (installation === undefined) return known;
  return sealedRepositories.glance({ installation, governed, repository, ref }, known);
}
