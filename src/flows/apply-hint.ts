import type { PullKey } from "../core/kernel/ids.ts";
import type { Instant } from "../core/kernel/instant.ts";
import type { Ports } from "../ports/ports.ts";
import type { Transaction } from "../ports/store/store.ts";
import type { Hint } from "./hint.ts";

/** Writes down what a delivery hints at, and wakes a worker for it once that is committed. */
export async function applyHint(
  ports: Pick<Ports, "store" | "wake" | "clock">,
  hint: Hint,
  guid: string,
): Promise<void> {
  const at = ports.clock.now();
  const marked = await ports.store.transact((tx) => note(tx, hint, { guid, at }));
  for (const key of marked) await ports.wake.ring(key);
}

type Noting = { readonly guid: string; readonly at: Instant };

/** The pull requests that are due now. */
async function note(tx: Transaction, hint: Hint, noting: Noting): Promise<readonly PullKey[]> {
  switch (hint.kind) {
    case "look":
      await tx.work.mark(hint.key, hint.installation, noting.at);
      return [hint.key];
    case "command":
      return noteCommand(tx, hint, noting);
    case "base-moved":
      return noteBase(tx, hint, noting);
    case "installed":
      await tx.systems.rememberInstalled(hint.installation);
      for (const repository of hint.repositories) {
        await tx.systems.rememberInstallation(repository, hint.installation);
      }
      return [];
    case "uninstalled":
      await tx.systems.forgetInstallation(hint.installation);
      return [];
  }
}

async function noteCommand(
  tx: Transaction,
  { asked, installation }: Extract<Hint, { kind: "command" }>,
  { guid, at }: Noting,
): Promise<readonly PullKey[]> {
  const headSha = asked.headSha ?? (await tx.pulls.load(asked.key))?.headSha;
  if (headSha === undefined) return [];
  await tx.commands.request({ ...asked, headSha, guid, at });
  await tx.work.mark(asked.key, installation, at);
  return [asked.key];
}

async function noteBase(
  tx: Transaction,
  { repositoryId, installation }: Extract<Hint, { kind: "base-moved" }>,
  { at }: Noting,
): Promise<readonly PullKey[]> {
  const keys = await tx.pulls.openIn(repositoryId);
  for (const key of keys) await tx.work.mark(key, installation, at);
  return keys;
}
